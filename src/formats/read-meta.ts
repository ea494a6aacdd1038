// Checks the metadata of a session file. A writer may leave out all of it.

import { laneEndUs } from '../model/lane.ts';
import type { ExitStatus, LaneData, SessionMeta } from '../model/session.ts';
import { asArray, asNumber, asObject, asString } from './json-value.ts';
import { AMOUNT } from './read-table.ts';

/** Exit codes: any that an operating system has. */
const EXIT_CODE = { min: -(2 ** 31), max: 2 ** 32, integer: true } as const;

/** The metadata; the duration is that of the lanes when the file does not tell it. */
export function readMeta(value: unknown, lanes: readonly LaneData[]): SessionMeta {
  const meta = asObject(value ?? {}, 'meta');
  const text = (key: keyof SessionMeta) => asString(meta[key] ?? '', `meta.${key}`);
  const textOrNull = (key: keyof SessionMeta) => (meta[key] == null ? null : text(key));
  const amount = (key: keyof SessionMeta) => asNumber(meta[key] ?? 0, `meta.${key}`, AMOUNT);
  const notes = asArray(meta['notes'] ?? [], 'meta.notes');
  return {
    program: text('program'),
    startTime: readStartTime(text('startTime')),
    cwd: text('cwd'),
    ...readModuleFolders(meta['moduleFolders']),
    nodeVersion: textOrNull('nodeVersion'),
    platform: textOrNull('platform'),
    intervalUs: amount('intervalUs'),
    durationUs: meta['durationUs'] === undefined ? latestEnd(lanes) : amount('durationUs'),
    cpuTimeUs: meta['cpuTimeUs'] == null ? null : amount('cpuTimeUs'),
    exit: readExit(meta['exit']),
    notes: notes.map(note => asString(note, 'an entry of meta.notes')),
  };
}

function readModuleFolders(value: unknown): Pick<SessionMeta, 'moduleFolders'> {
  if (value == null) return {};
  const folders = asArray(value, 'meta.moduleFolders');
  return { moduleFolders: folders.map(folder => asString(folder, 'meta.moduleFolders')) };
}

/** 1970 where the time is not told, or is none: every reader can show that. */
function readStartTime(text: string): string {
  const time = new Date(text === '' ? 0 : text);
  return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString();
}

function latestEnd(lanes: readonly LaneData[]): number {
  return lanes.reduce((end, lane) => Math.max(end, laneEndUs(lane)), 0);
}

function readExit(value: unknown): ExitStatus {
  const { code, signal } = asObject(value ?? {}, 'meta.exit');
  return {
    code: code == null ? null : asNumber(code, 'meta.exit.code', EXIT_CODE),
    signal: signal == null ? null : asString(signal, 'meta.exit.signal'),
  };
}
