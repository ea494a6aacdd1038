// Runs a program under `node --cpu-prof` and maps what it recorded.

import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import type { SessionData } from '../../src/model/session.ts';
import { mapRecording } from '../../src/sourcemap/map-recording.ts';

/** The session of one run of this program text. */
export function profileProgram(text: string): SessionData {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hotpath-run-')));
  try {
    const program = join(folder, 'program.cjs');
    writeFileSync(program, text);
    const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
    execFileSync(process.execPath, [...flags, program], { env: { PATH: process.env['PATH'] } });
    const file = readdirSync(folder).find(name => name.endsWith('.cpuprofile')) ?? '';
    const recording = decodeCpuProfile(readFileSync(join(folder, file), 'utf8'));
    return mapRecording(recording, {
      cwd: folder,
      readText: path => (path === program ? text : undefined),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
