// "Profile Current File": runs the file under the sampler in a terminal, shows what comes of it while it runs, and keeps
// the result.

import type { LaunchPlaces } from '../../adapter/recorder.ts';
import type { ProfileTarget } from './profile-target.ts';
import { recordProgram } from './record-program.ts';
import type { RunContext } from './record-program.ts';
import type { ShownSession } from '../sessions/session-store.ts';

/** Runs the program to its end. Rejects with a `ProfileError` for all that the user can act on. */
export async function profileFile(
  context: RunContext,
  { path, name, cwd, settings }: ProfileTarget,
): Promise<ShownSession> {
  const { launchRun } = await import('../../adapter/requested-run.ts');
  const run = launchRun(
    {
      name,
      entry: { kind: 'file', path },
      args: settings.programArgs,
      nodePath: settings.nodePath,
      nodeArgs: settings.nodeArgs,
      cwd,
      env: {},
      envFile: undefined,
      console: 'integratedTerminal',
      intervalUs: settings.intervalUs,
    },
    { defaults: settings, places: placesOf(context), onOutput: () => undefined },
  );
  return await recordProgram(context, run);
}

/** Where this window's programs run, and their recordings lie. */
export function placesOf({ terminal, unfinished }: RunContext): LaunchPlaces {
  return {
    openTerminal: spec => terminal.prepare(spec),
    newJournal: () => unfinished.newPath(),
  };
}
