// Which frame of a session a function is that waits, or calls one that does: samples may have shown it before.

import type { V8CallFrame } from '../../formats/v8-profile.ts';
import type { Frame } from '../../model/frame.ts';
import type { SessionBuilder } from '../../model/session-builder.ts';
import type { SessionTables } from '../../model/session.ts';
import { FunctionFinder } from '../call-lines/function-finder.ts';
import type { AwaitFrame } from '../await-batch.ts';

/** The frames that are known so far. */
export interface KnownFrames {
  readonly session: SessionTables;
  /** Those of them that no sample has shown, only awaits; grows. */
  readonly unsampled: Set<number>;
}

/** The frames of those who wait, new ones where they have none. */
export class SiteFrames {
  private readonly unsampled: Set<number>;
  /** The same call is the same object: to find its function takes longer. */
  private readonly found = new WeakMap<AwaitFrame, number>();
  private readonly known = new Map<string, number>();
  /** By line and name: several methods of one name may stand on one line. */
  private readonly named = new Map<string, PlacedFrame[]>();
  private readonly functions = new FunctionFinder();

  constructor(
    private readonly builder: SessionBuilder,
    { session, unsampled }: KnownFrames,
  ) {
    this.unsampled = unsampled;
    this.recognise(session);
  }

  private recognise({ frames, strings }: SessionTables): void {
    frames.name.forEach((name, frame) => {
      if (this.unsampled.has(frame)) return;
      const url = strings[frames.file[frame] ?? -1] ?? '';
      const [line = 0, column = 0] = [frames.line[frame], frames.column[frame]];
      const functionName = strings[name] ?? '';
      const key = placeKey(url, line, column);
      if (!this.known.has(key)) this.known.set(key, frame);
      const alike = this.named.get(nameKey(url, line, functionName)) ?? [];
      if (alike.length === 0) this.named.set(nameKey(url, line, functionName), alike);
      alike.push({ frame, column });
      if (line > 0 && column > 0)
        this.functions.add(callFrameOf(functionName, url, { line, column }), frame);
    });
  }

  /** The frame's number in the session. */
  of(frame: AwaitFrame): number {
    let found = this.found.get(frame);
    if (found === undefined) this.found.set(frame, (found = this.find(frame)));
    return found;
  }

  private find(frame: AwaitFrame): number {
    const { url, functionLine, functionColumn } = frame;
    const key = placeKey(url, functionLine, functionColumn);
    const known = this.known.get(key) ?? this.namedFrame(frame);
    if (known !== undefined) return known;
    const found = this.namelessFrame(frame) ?? this.addFrame(newFrame(frame));
    if (functionColumn > 0) this.known.set(key, found);
    return found;
  }

  /** Samples say of a method where its parameters begin, awaits where its text does, or nothing. */
  private namedFrame({ name, url, functionLine, functionColumn }: AwaitFrame): number | undefined {
    const alike = this.named.get(nameKey(url, functionLine, name)) ?? [];
    if (functionColumn < 1) return alike[0]?.frame;
    const last = functionColumn + name.length + LONGEST_MODIFIERS;
    return alike.find(({ column }) => column >= functionColumn && column <= last)?.frame;
  }

  /** Samples say of `function (error) {…}` where its parameters begin, awaits where its text does. */
  private namelessFrame(frame: AwaitFrame): number | undefined {
    const { name, url, functionLine, functionColumn, ...at } = frame;
    if (name !== '' || functionColumn < 1 || isTopLevel(frame)) return undefined;
    return this.functions.findNameless({
      ...{ functionName: name, url, line: at.line - 1, column: at.column - 1 },
      ...{ functionLine: functionLine - 1, functionColumn: functionColumn - 1 },
    });
  }

  private addFrame(frame: Frame): number {
    const index = this.builder.frame(frame);
    this.unsampled.add(index);
    return index;
  }
}

function callFrameOf(
  functionName: string,
  url: string,
  { line, column }: { readonly line: number; readonly column: number },
): V8CallFrame {
  return { functionName, url, scriptId: '', lineNumber: line - 1, columnNumber: column - 1 };
}

function newFrame(frame: AwaitFrame): Frame {
  const { name, url, functionLine, functionColumn } = frame;
  return {
    name: isTopLevel(frame) ? '<module>' : name,
    className: null,
    file: url === '' ? null : url,
    line: functionLine > 0 ? functionLine : null,
    column: functionColumn > 0 ? functionColumn : null,
    kind: url.startsWith('node:') ? 'node' : 'application',
  };
}

/** Of a file: it begins where the file does, as no function without a name can. */
function isTopLevel({ name, functionLine, functionColumn }: AwaitFrame): boolean {
  return name === '' && functionLine === 1 && functionColumn === 1;
}

/** Where a function begins tells it from all others: stacks and samples need not call it the same. */
function placeKey(url: string, line: number, column: number): string {
  return `${line}:${column} ${url}`;
}

interface PlacedFrame {
  readonly frame: number;
  readonly column: number;
}

/** Of what stands before the parameters of a method, beside its name: `static async * `, blanks, a quoted name. */
const LONGEST_MODIFIERS = 40;

/** For a Node.js that does not tell in which column the function of an await begins. */
function nameKey(url: string, line: number, name: string): string {
  return `${line} ${name} ${url}`;
}
