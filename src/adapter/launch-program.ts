// Launches what a configuration asks for: finds its Node.js, opens the place where it prints, and calls the sampler.

import { launch } from '../sampler/launch.ts';
import { findNodeBinary } from '../sampler/launching/node-binary.ts';
import type { RunningProgram } from '../sampler/program.ts';
import { spawnCaptured } from './captured-program.ts';
import type { OutputListener } from './captured-program.ts';
import { readChanges, withChanges, withoutEditor } from './environment.ts';
import type { LaunchConfiguration } from './launch-configuration.ts';
import type { LaunchPlaces, WaitingTerminal, RunDefaults } from './recorder.ts';

/** What a launch needs beside its configuration. */
export interface LaunchSurroundings {
  readonly defaults: RunDefaults;
  readonly places: LaunchPlaces;
  /** Takes what the program prints where it has no terminal. */
  readonly onOutput: OutputListener;
}

/**
 * The program, running under the sampler. Rejects with a `ProfileError`: `not-found`, `no-node`, `old-node`,
 * `no-loader`, `connection`.
 */
export async function launchProgram(
  configuration: LaunchConfiguration,
  surroundings: LaunchSurroundings,
): Promise<RunningProgram> {
  const { defaults, places } = surroundings;
  const { entry, args, cwd, nodePath, nodeArgs, intervalUs } = configuration;
  const changes = await readChanges(configuration);
  // Also where the configuration itself says on which PATH it is.
  const env = withChanges(process.env, changes);
  const node = await findNodeBinary(nodePath ?? defaults.nodePath, env);
  const place = await openPlace(configuration, surroundings, node.path);
  const journal = await places.newJournal();
  return launch({
    entry,
    args,
    cwd,
    env: withChanges(place.env, changes),
    nodePath: node.path,
    nodeArgs: nodeArgs ?? defaults.nodeArgs,
    intervalUs: intervalUs ?? defaults.intervalUs,
    spawner: place.spawner,
    ...(journal === undefined ? {} : { journal }),
  });
}

async function openPlace(
  { console, cwd }: LaunchConfiguration,
  { places, onOutput }: LaunchSurroundings,
  nodePath: string,
): Promise<Pick<WaitingTerminal, 'spawner'> & { readonly env: Readonly<NodeJS.ProcessEnv> }> {
  if (console === 'integratedTerminal') return places.openTerminal({ nodePath, cwd });
  return {
    spawner: spec => spawnCaptured(spec, onOutput),
    env: withoutEditor(process.env),
  };
}
