// What a walk over a syntax tree collects.

import type { NameHint } from './function-names.ts';
import { SiteTable } from './site-table.ts';

/** A function in a text. Offsets count UTF-16 units from 0. */
export interface OutlineFunction {
  /** Its number in the outline; the text as a whole, as a module, is number 0. */
  readonly id: number;
  /** Number of the function (or class) around it, -1 for the module. */
  readonly parent: number;
  /** Its own name, or that of what it is assigned to; empty where there is none. */
  readonly name: string;
  /** Where the name stands, -1 for nowhere. */
  readonly nameOffset: number;
  /** The class whose method it is, or `null`. */
  readonly className: string | null;
  readonly classNameOffset: number;
  /** `class` is the code of a class itself: its default constructor and the initialisers of its fields. */
  readonly kind: NameHint['kind'] | 'arrow' | 'module' | 'class';
  /** Where its text begins and ends (exclusively), its name and key included. */
  readonly start: number;
  readonly end: number;
  /** Where V8 says that it is: at the parenthesis of its parameters; an arrow function and a class at their start. */
  readonly position: number;
  /** Whether it can stop half way and go on later. V8 inlines none of these. */
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Position of the call that it is given to as an argument, or that calls it on the spot; -1 for none. */
  readonly passedTo: number;
  /** Whether it is called where it stands: `(() => { … })()`. */
  readonly isCallee: boolean;
  /** Whether a compiler made it of the body of the function around it. */
  readonly isBody: boolean;
}

/** Whether the function runs when a property is read or written. */
export function isAccessor({ kind }: Pick<OutlineFunction, 'kind'>): boolean {
  return kind === 'getter' || kind === 'setter';
}

/** Where a function stands. */
export type FunctionPlace = Pick<
  OutlineFunction,
  'kind' | 'start' | 'end' | 'position' | 'parent'
> &
  Partial<Pick<OutlineFunction, 'isAsync' | 'isGenerator'>>;

/** Functions, what they call, and where their statements begin. */
export class OutlineParts {
  /** Element i has the id i. */
  readonly functions: OutlineFunction[] = [];
  readonly sites = new SiteTable();
  /** By function: where its statements, and the parts of joined ones, begin. In no order. */
  readonly statements = new Map<number, number[]>();
  /** By offset: classes, whose several pieces of code V8 places differently from version to version. */
  readonly classPositions = new Map<number, number>();
  /** By the function that stands for a class: offsets of its first instance field and static element. */
  readonly fieldStarts = new Map<number, { instance?: number; static?: number }>();
  /** Where `.then` and its like are called → the call on another line that gave the promise. */
  readonly promiseCalls = new Map<number, number>();
  /** By the function that stands for a class: name of the class that it extends. */
  readonly superNames = new Map<number, string>();

  /** Adds a function that is named by `hint` and stands at `place`; returns its id. */
  addFunction(hint: NameHint, place: FunctionPlace): number {
    const { name, nameOffset, className, classNameOffset, passedTo, isCallee, isBody } = hint;
    const named = { name, nameOffset, className, classNameOffset, passedTo, isCallee, isBody };
    return (
      this.functions.push({
        id: this.functions.length,
        isAsync: false,
        isGenerator: false,
        ...named,
        ...place,
      }) - 1
    );
  }

  /** Notes that a statement of the function `owner` begins here. */
  addStatement(owner: number, start: number): void {
    const known = this.statements.get(owner);
    if (known === undefined) this.statements.set(owner, [start]);
    else known.push(start);
  }

  /** Notes where the promise was called for whose `.then` stands at `offset`. */
  addPromiseCall(offset: number, promise: number, text: string): void {
    const isOnOtherLine = text.slice(promise, offset).includes('\n');
    if (isOnOtherLine) this.promiseCalls.set(offset, promise);
  }

  /** Notes where a class's code for its fields may be said to be. */
  addField(owner: number, start: number, kind: 'instance' | 'static'): void {
    const starts = this.fieldStarts.get(owner) ?? {};
    starts[kind] ??= start;
    this.fieldStarts.set(owner, starts);
    this.classPositions.set(start, owner);
  }
}
