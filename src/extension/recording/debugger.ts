// The debug type `hotpath`: configurations in launch.json, F5 and "Run and Debug" record the program that they start.

import * as vscode from 'vscode';
import type { Recorder, RunDefaults } from '../../adapter/recorder.ts';
import { DebugConfigurations } from './debug-configurations.ts';
import { DEBUG_CONSOLE, reportErrors, TERMINAL } from '../report-errors.ts';
import type { OutputPlace } from '../report-errors.ts';
import { warnIfNothingRan } from './nothing-ran.ts';
import { placesOf } from './profile-file.ts';
import { describeTarget } from './profile-target.ts';
import { recordProgram } from './record-program.ts';
import type { RunContext } from './record-program.ts';
import { readRunSettings } from '../settings.ts';

/** What debug sessions need of the extension. */
export interface DebuggerContext extends RunContext {
  /** Folder of the extension. */
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
}

/** The debug type of the manifest. */
export const DEBUG_TYPE = 'hotpath';

/** Registers all that belongs to the debug type; the adapter itself is loaded by its first session. */
export function registerDebugger(context: DebuggerContext): vscode.Disposable {
  const { debug, commands, env } = vscode;
  return vscode.Disposable.from(
    debug.registerDebugConfigurationProvider(DEBUG_TYPE, new DebugConfigurations(context.log)),
    debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: session => createAdapter(context, session),
    }),
    // What stands behind ${command:PickProcess} in a configuration.
    commands.registerCommand('hotpath.pickProcess', () =>
      pickAddress([env.appRoot, context.extensionPath]),
    ),
  );
}

async function createAdapter(
  context: DebuggerContext,
  { configuration }: vscode.DebugSession,
): Promise<vscode.DebugAdapterDescriptor> {
  const { ProfilingAdapter } = await import('../../adapter/profiling-adapter.ts');
  const output = configuration['console'] === 'integratedTerminal' ? TERMINAL : DEBUG_CONSOLE;
  const adapter = new ProfilingAdapter(recorderFor(context, output));
  const disposable = new vscode.Disposable(() => {
    adapter.dispose();
  });
  return new vscode.DebugAdapterInlineImplementation(
    Object.assign(disposable, {
      onDidSendMessage: adapter.onDidSendMessage,
      handleMessage: adapter.handleMessage.bind(adapter),
    }),
  );
}

function recorderFor(context: DebuggerContext, output: OutputPlace): Recorder {
  const { runs, log } = context;
  const report = (run: () => unknown): void => void reportErrors(log, run, output);
  return {
    async record(run) {
      // A session that is started again may come before the end of the last one.
      await runs.untilStopped();
      const shown = await runs.during(() => recordProgram(context, run));
      if (!run.isAttached) report(() => warnIfNothingRan(shown, output));
    },
    stop: () => runs.stop(),
    showFailure(error) {
      report(() => {
        throw error;
      });
    },
    defaultsFor,
    places: placesOf(context),
  };
}

function defaultsFor(path?: string): RunDefaults {
  return path === undefined ? readRunSettings() : describeTarget(vscode.Uri.file(path)).settings;
}

/** As text: a process id, the port of an inspector with a colon before it, or its address. */
async function pickAddress(hidden: readonly string[]): Promise<string | undefined> {
  const { pickTarget } = await import('./attach-picker.ts');
  const target = (await pickTarget(hidden))?.target;
  if (target === undefined) return undefined;
  if (target.kind === 'pid') return String(target.pid);
  return target.kind === 'port' ? `:${target.port}` : target.address;
}
