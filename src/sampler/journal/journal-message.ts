// Checks a line of a journal, which may have been damaged, or written by another version: what follows relies on it.

import { badFile } from '../../formats/bad-file.ts';
import { asArray, asNumber, asNumbers, asObject, asString } from '../../formats/json-value.ts';
import type { JsonObject } from '../../formats/json-value.ts';
import { readV8Profile } from '../../formats/read-v8-profile.ts';
import { PLACE } from '../../formats/read-table.ts';
import { BRIEF_ROW, RUN_ROW, WAIT_KINDS, WAIT_ROW } from '../await-batch.ts';
import type { LaneMessage } from '../messages.ts';

const NUMBER = { min: -1e16, max: 1e16, integer: false } as const;
const ROW = { min: -1, max: 1e9, integer: true } as const;

const KINDS: ReadonlySet<unknown> = new Set(WAIT_KINDS);

/** The message; throws a `ProfileError` (`bad-file`) when it is none. */
export function readMessage(value: unknown): LaneMessage {
  const message = asObject(value, 'the message');
  const type = asString(message['type'], 'type');
  const check = CHECKS.get(type);
  if (check === undefined) throw badFile('The file is damaged: there is no such message.');
  check(message);
  // What is missing in a profile, and not needed, is completed.
  const read = type === 'chunk' ? { profile: readV8Profile(message['profile']).profile } : {};
  return { ...message, ...read } as unknown as LaneMessage;
}

const CHECKS: ReadonlyMap<string, (message: JsonObject) => void> = new Map([
  ['hello', checkHello],
  ['script', checkScript],
  ['chunk', checkChunk],
  ['awaits', checkAwaits],
  ['fetched', () => undefined],
  ['signalled', () => undefined],
  ['end', () => undefined],
]);

function checkHello(message: JsonObject): void {
  for (const name of ['pid', 'parentPid', 'threadId']) asNumber(message[name], name, PLACE);
  checkNumbers(message, ['clockOriginUs', 'nowUs']);
  checkTexts(message, ['nodeVersion', 'platform', 'command']);
}

function checkScript(message: JsonObject): void {
  checkTexts(message, ['url']);
  for (const name of ['source', 'sourceMapUrl'])
    if (message[name] !== undefined) asString(message[name], name);
}

function checkChunk(message: JsonObject): void {
  checkNumbers(message, ['cpuTimeUs']);
  checkCallSites(asObject(message['callSites'], 'callSites'));
}

function checkCallSites(sites: JsonObject): void {
  const rows = asNumbers(sites['parent'], 'parent', ROW);
  rows.forEach((parent, row) => {
    if (parent >= row) throw badFile('The file is damaged: a call site has no caller.');
  });
  for (const name of ['line', 'column', 'functionLine', 'functionColumn'])
    checkLength(asNumbers(sites[name], name, ROW), rows.length);
  for (const name of ['functionName', 'url']) checkLength(asTexts(sites[name], name), rows.length);
  const hits = asNumbers(sites['hitRow'], 'hitRow', { ...ROW, min: 0, max: rows.length - 1 });
  for (const name of ['hitUs', 'hitWeightUs', 'hitDelayUs'])
    checkLength(asNumbers(sites[name], name, NUMBER), hits.length);
  checkLength(asArray(sites['hitCut'], 'hitCut'), hits.length);
}

/** Name, length of a row, and whether they may be missing. */
const AWAIT_ROWS = [
  ['waits', WAIT_ROW, false],
  ['runs', RUN_ROW, false],
  ['briefWaits', BRIEF_ROW, true],
  ['links', 2, true],
] as const;

function checkAwaits(message: JsonObject): void {
  for (const [name, row, isOptional] of AWAIT_ROWS) {
    if (isOptional && message[name] === undefined) continue;
    if (asNumbers(message[name], name, NUMBER).length % row !== 0)
      throw badFile('The file is damaged: a wait breaks off.');
  }
  for (const frame of asArray(message['frames'], 'frames')) checkFrame(asObject(frame, 'frame'));
  for (const site of asArray(message['sites'], 'sites')) checkSite(asObject(site, 'site'));
}

function checkSite(site: JsonObject): void {
  if (!KINDS.has(site['kind'])) throw badFile('The file is damaged: there is no such wait.');
  if (site['after'] !== undefined) asNumber(site['after'], 'after', ROW);
  for (const name of ['callsBack', 'isNext', 'isReturned', 'isRaced', 'isCompiled'])
    if (site[name] !== undefined && site[name] !== true)
      throw badFile('The file is damaged: it is not told what kind of wait one is.');
  asNumbers(site['frames'], 'frames', { ...ROW, min: 0 });
}

function checkFrame(frame: JsonObject): void {
  checkTexts(frame, ['name', 'url']);
  if (typeof frame['isAsync'] !== 'boolean')
    throw badFile('The file is damaged: a caller neither runs nor awaits.');
  for (const name of ['line', 'column', 'functionLine', 'functionColumn'])
    asNumber(frame[name], name, PLACE);
}

function checkNumbers(object: JsonObject, names: readonly string[]): void {
  for (const name of names) asNumber(object[name], name, NUMBER);
}

function checkTexts(object: JsonObject, names: readonly string[]): void {
  for (const name of names) asString(object[name], name);
}

function asTexts(value: unknown, name: string): readonly string[] {
  return asArray(value, name).map(text => asString(text, name));
}

function checkLength(column: readonly unknown[], length: number): void {
  if (column.length !== length) throw badFile('The file is damaged: a column breaks off.');
}
