// The outline of a script's text: its functions, which lines are theirs, and where they call others. V8 tells only
// where a function begins; class names, and what may stand on which line, come from here.
//
//   1  class Users {
//   2    load(id) {              load: className Users, owns 2, 3, 5, calls `map` on line 3
//   3      return ids.map(
//   4        x => x + id         the arrow function owns 4; passed to the call on line 3
//   5      );
//   6    }
//   7  }

import { groupBy } from './group-functions.ts';
import { LineIndex } from '../maps/line-index.ts';
import { LineOwners } from './line-owners.ts';
import { isAccessor } from './outline-parts.ts';
import type { OutlineFunction, OutlineParts } from './outline-parts.ts';
import { walkProgram } from './outline-walk.ts';
import { parseText } from './parse-text.ts';
import type { Site, SiteKind } from './site-table.ts';

/** Where V8 (or another profiler) says that a function is; from 1, `null` for unknown. */
export interface FunctionPosition {
  readonly name: string;
  readonly line: number;
  readonly column: number | null;
}

/** The outline of this text; `undefined` when it cannot be parsed (see `parseText`). */
export function buildOutline(text: string): Outline | undefined {
  const program = parseText(text);
  return program === undefined ? undefined : new Outline(text, walkProgram(program, text));
}

/** Answers questions about one text. Lines and columns count from 1, offsets from 0. */
export class Outline {
  readonly lines: LineIndex;
  readonly #parts: OutlineParts;
  readonly #byPosition = new Map<number, OutlineFunction>();
  /** Where their text begins, as stacks of awaits say of functions without a name. */
  readonly #byStart = new Map<number, OutlineFunction>();
  readonly #sites = new Map<number, readonly Site[]>();
  readonly #callees = new Map<number, ReadonlySet<OutlineFunction>>();
  #byName: Map<string, OutlineFunction[]> | null = null;
  readonly #owners: LineOwners;

  constructor(text: string, parts: OutlineParts) {
    this.#parts = parts;
    this.lines = new LineIndex(text);
    this.#owners = new LineOwners(text, this.lines, parts.functions);
    for (const fn of parts.functions) {
      if (fn.id > 0) this.#byPosition.set(fn.position, fn);
      if (fn.id > 0 && fn.kind !== 'class') this.#byStart.set(fn.start, fn);
    }
  }

  /** All functions, in no order; element i has the id i. Number 0 is the module. */
  get functions(): readonly OutlineFunction[] {
    return this.#parts.functions;
  }

  /** The function that V8 says to be at this position. */
  findFunction({ name, line, column }: FunctionPosition): OutlineFunction | undefined {
    if (column === null) return this.#findByLine(name, line);
    if (line === 1 && column === 1 && name === '') return this.functions[0];
    const offset = this.lines.offset(line, column);
    const classId = this.#parts.classPositions.get(offset);
    return (
      this.#byPosition.get(offset) ??
      this.functions[classId ?? -1] ??
      this.#findByHead(name, offset) ??
      this.#byStart.get(offset)
    );
  }

  /** The function as it was written: the one around it where a compiler made it of that one's body. */
  wholeOf(fn: OutlineFunction): OutlineFunction {
    let whole = fn;
    while (whole.isBody) {
      const around = this.functions[whole.parent];
      if (around === undefined || around.kind === 'module' || around.kind === 'class') return fn;
      whole = around;
    }
    return whole;
  }

  /** What the code at this position of a class does: V8 runs field initialisers as functions of their own. */
  classCodeName(fn: OutlineFunction, { name, line, column }: FunctionPosition): string {
    if (name.startsWith('<')) return name;
    const starts = this.#parts.fieldStarts.get(fn.id);
    const offset = this.lines.offset(line, column ?? 1);
    if (offset === starts?.static) return '<static_initializer>';
    const ownConstructor = this.childrenOf(fn).some(child => child.kind === 'constructor');
    const isFields = offset === starts?.instance || (ownConstructor && offset !== fn.start);
    return isFields ? '<instance_members_initializer>' : 'constructor';
  }

  /** Whether code of this function itself stands on the line: see {@link LineOwners}. */
  ownsLine(fn: OutlineFunction, line: number): boolean {
    return this.#owners.ownsLine(fn, line);
  }

  /** The functions that own this line, outermost first. */
  functionsOn(line: number): OutlineFunction[] {
    return this.#owners.functionsOn(line);
  }

  /** The functions directly inside this one, in order. */
  childrenOf(fn: OutlineFunction): readonly OutlineFunction[] {
    return this.#owners.childrenOf(fn);
  }

  /** Where the function calls, awaits, or hands functions on; sites inside its inner functions are theirs. */
  sitesOf(fn: OutlineFunction): readonly Site[] {
    const known = this.#sites.get(fn.id);
    if (known !== undefined) return known;
    const sites = this.#parts.sites.of(fn.id);
    this.#sites.set(fn.id, sites);
    return sites;
  }

  /** Offsets at which statements of the function itself begin on this line. */
  statementsOn(fn: OutlineFunction, line: number): readonly number[] {
    const start = this.lines.offset(line, 1);
    const end = this.lines.offset(line + 1, 1);
    const all = this.#parts.statements.get(fn.id) ?? [];
    return all.filter(offset => offset >= start && offset < end);
  }

  /** Where the promise was called for whose `.then` stands at this offset, if on another line; else the offset. */
  promiseCallAt(offset: number): number {
    return this.#parts.promiseCalls.get(offset) ?? offset;
  }

  /** Functions that a call with this name may reach; a class's name reaches its constructor. */
  functionsNamed(name: string): readonly OutlineFunction[] {
    this.#byName ??= groupBy(this.functions, calledName);
    return name === '' ? [] : (this.#byName.get(name) ?? []);
  }

  /** The functions of the text that this one calls or reads by name, calls on the spot or passes on; each once. */
  calleesOf(fn: OutlineFunction): ReadonlySet<OutlineFunction> {
    const known = this.#callees.get(fn.id);
    if (known !== undefined) return known;
    const callees = new Set<OutlineFunction>();
    for (const { callee, kind } of this.sitesOf(fn)) {
      for (const named of this.functionsNamed(callee)) {
        if (canReach(kind, named)) callees.add(named);
      }
    }
    for (const child of this.childrenOf(fn)) if (child.passedTo >= 0) callees.add(child);
    this.#callees.set(fn.id, callees);
    return callees;
  }

  /** The one function without a name around a whole text, called on the spot, as bundlers and loaders add it. */
  findWrapper(): OutlineFunction | undefined {
    const [first, ...rest] = this.functions.filter(
      fn => fn.parent === 0 && fn.isCallee && fn.name === '',
    );
    return rest.length === 0 ? first : undefined;
  }

  /** Stack traces place a function where its text begins, samples at its parameters. */
  #findByHead(name: string, offset: number): OutlineFunction | undefined {
    return this.functionsNamed(plainName(name)).find(
      fn => fn.start <= offset && offset < fn.position,
    );
  }

  /** For profiles without columns: the only function with this name that begins on the line. */
  #findByLine(name: string, line: number): OutlineFunction | undefined {
    const [found, ...rest] = this.functionsNamed(plainName(name)).filter(
      fn => this.lines.line(fn.position) === line,
    );
    return rest.length === 0 ? found : undefined;
  }
}

/** V8 names some methods with their class, and accessors with their kind. */
function plainName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).replace(/^[gs]et /, '');
}

function canReach(kind: SiteKind, fn: OutlineFunction): boolean {
  if (isAccessor(fn)) return kind === 'access';
  if (fn.kind === 'constructor' || fn.kind === 'class') return kind === 'new';
  return kind !== 'access';
}

function calledName(fn: OutlineFunction): string {
  if (fn.kind === 'constructor' || fn.kind === 'class') return fn.className ?? '';
  return fn.name;
}
