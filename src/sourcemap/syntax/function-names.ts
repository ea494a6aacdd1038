// What functions are called, from the syntax around them.

import type { AnyNode } from 'acorn';
import { keyName, propertyName } from './callee-name.ts';

/** What a function's surroundings say about it. */
export interface NameHint {
  /** Empty where it has none. */
  readonly name: string;
  /** Where that name stands, -1 for nowhere. */
  readonly nameOffset: number;
  readonly className: string | null;
  readonly classNameOffset: number;
  readonly kind: 'function' | 'method' | 'getter' | 'setter' | 'constructor';
  /** Where the text that belongs to the function begins, when that is before its own node: a method's key. */
  readonly start: number;
  /** Position of the call that is given the function as an argument, or that calls it on the spot; -1 for none. */
  readonly passedTo: number;
  readonly isCallee: boolean;
  /** Whether a compiler made it of the body of the function around it: see `takesBody`. */
  readonly isBody: boolean;
}

export const NO_HINT: NameHint = {
  name: '',
  nameOffset: -1,
  className: null,
  classNameOffset: -1,
  kind: 'function',
  start: -1,
  passedTo: -1,
  isCallee: false,
  isBody: false,
};

/** The class that something belongs to. */
export type ClassHint = Pick<NameHint, 'className' | 'classNameOffset'>;

/** Names a function by what it is assigned to. `owner` is the constructor around it: of the class that `this` is. */
export function assignedName(target: AnyNode, owner: ClassHint): NameHint {
  if (target.type === 'Identifier') {
    return { ...NO_HINT, name: target.name, nameOffset: target.start };
  }
  if (target.type !== 'MemberExpression') return NO_HINT;
  const { object, property } = target;
  const hint = { ...NO_HINT, name: propertyName(target), nameOffset: property.start };
  return { ...hint, ...holderClass(object, owner) };
}

/** The class whose member this is an object with: `this` in a constructor, `Users.prototype`. */
export function holderClass(object: AnyNode, owner: ClassHint): ClassHint {
  if (object.type === 'ThisExpression') {
    const { className, classNameOffset } = owner;
    return { className, classNameOffset };
  }
  if (object.type !== 'MemberExpression' || propertyName(object) !== 'prototype') return NO_CLASS;
  const { object: holder } = object;
  if (holder.type !== 'Identifier') return NO_CLASS;
  return { className: holder.name, classNameOffset: holder.start };
}

const NO_CLASS: ClassHint = { className: null, classNameOffset: -1 };

/** The name under a key of a class or an object literal: `load`, or `[Symbol.iterator]` as it is computed. */
export function memberName(
  key: AnyNode,
  isComputed: boolean,
  text: string,
): Pick<NameHint, 'name' | 'nameOffset'> {
  const name = keyName(key, isComputed);
  if (!isComputed) return { name, nameOffset: key.start };
  const computed = text.slice(key.start, key.end);
  const isLong = computed.length > MAX_COMPUTED;
  return { name: name !== '' || isLong ? name : `[${computed}]`, nameOffset: -1 };
}

const MAX_COMPUTED = 40;

/** The kind of a function by the word before its key in a class or an object literal. */
export function memberKind(kind: string): NameHint['kind'] {
  switch (kind) {
    case 'get':
      return 'getter';
    case 'set':
      return 'setter';
    case 'constructor':
      return 'constructor';
    case 'method':
      return 'method';
    default:
      return 'function';
  }
}
