// The environment of a program that is launched by a configuration.

import { readFile } from 'node:fs/promises';
import { ProfileError } from '../model/errors.ts';
import { parseEnvFile } from '../sampler/env-file.ts';
import type { LaunchConfiguration } from './launch-configuration.ts';

type Environment = Readonly<NodeJS.ProcessEnv>;

/** An editor's own process has variables for its parts, which are not the program's business. */
export function withoutEditor(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:ELECTRON|VSCODE)_/.test(name)),
  );
}

/** Variables by name; `null` takes one away. */
export type VariableChanges = Readonly<Record<string, string | null>>;

/**
 * What a configuration changes: its file first, then its own variables. Rejects with a `ProfileError` (`not-found`) when
 * the file cannot be read.
 */
export async function readChanges({
  envFile,
  env,
}: Pick<LaunchConfiguration, 'envFile' | 'env'>): Promise<VariableChanges> {
  const ofFile = envFile === undefined ? {} : parseEnvFile(await readEnvFile(envFile));
  return { ...ofFile, ...env };
}

/** The environment after the changes. */
export function withChanges(env: Environment, changes: VariableChanges): Environment {
  const all = Object.entries({ ...env, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== null)) as Environment;
}

async function readEnvFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ProfileError('not-found', `The file of variables ${path} cannot be read.`, { cause });
  }
}
