// Completes configurations of type `hotpath`, and refuses those that cannot be carried out. Without any, what is profiled
// is the file in the active editor.

import * as vscode from 'vscode';
import { reportErrors } from '../report-errors.ts';
import { findProfileTarget } from './profile-target.ts';
import { assertTrusted } from './trust.ts';

/** Asked by the editor before each debug session. */
export class DebugConfigurations implements vscode.DebugConfigurationProvider {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** With all variables still in it. `undefined`: nothing is started. */
  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: Partial<vscode.DebugConfiguration>,
  ): Promise<vscode.DebugConfiguration | undefined> {
    try {
      assertTrusted();
      if (isEmpty(configuration)) return await configureActiveFile(configuration);
      return complete(configuration as vscode.DebugConfiguration, folder);
    } catch (error) {
      this.#tell(error);
      return undefined;
    }
  }

  /** `null`: nothing is started, and launch.json is opened, where the mistake is. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | null> {
    try {
      await check(configuration);
      return configuration;
    } catch (error) {
      this.#tell(error);
      return null;
    }
  }

  /** The editor is not kept waiting until the message is closed. */
  #tell(error: unknown): void {
    void reportErrors(this.log, () => {
      throw error;
    });
  }
}

/** Where there is no launch.json, all there may be is how it was started. */
function isEmpty({ type, request, name }: Partial<vscode.DebugConfiguration>): boolean {
  return (type ?? request ?? name) === undefined;
}

/** As "Profile Current File" would run it, but for its output. */
async function configureActiveFile(
  started: object,
): Promise<vscode.DebugConfiguration | undefined> {
  const target = await findProfileTarget();
  if (target === undefined) return undefined;
  const { name, path: program, cwd, settings } = target;
  const args = [...settings.programArgs];
  return { ...started, type: 'hotpath', request: 'launch', name, program, cwd, args };
}

function complete(
  given: vscode.DebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
): vscode.DebugConfiguration {
  const cwd = (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath;
  const configuration = cwd === undefined ? given : { cwd, ...given };
  if (given.request === 'attach') {
    const isNamed = ATTACH_TARGETS.some(name => given[name] !== undefined);
    return isNamed ? configuration : { ...configuration, processId: '${command:PickProcess}' };
  }
  const hasTerminal = given['console'] === 'integratedTerminal';
  return hasTerminal ? { internalConsoleOptions: 'neverOpen', ...configuration } : configuration;
}

const ATTACH_TARGETS = ['processId', 'port', 'address', 'websocketAddress'];

/** Rejects with a `ProfileError` (`usage`). */
async function check(configuration: vscode.DebugConfiguration): Promise<void> {
  if (configuration.request === 'attach') {
    (await import('../../adapter/attach-configuration.ts')).parseAttach(configuration);
  } else {
    (await import('../../adapter/launch-configuration.ts')).parseLaunch(configuration);
  }
}
