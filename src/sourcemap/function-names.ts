// What functions and callees are called, from the syntax around them.

import type { AnyNode, CallExpression, Class, MemberExpression, NewExpression } from 'acorn';

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
};

/** The name of what is called: `load` for `load()`, `api.load()`, `api['load']()`, `load.call(x)`; else empty. */
export function calleeName(callee: AnyNode): string {
  let node: AnyNode | undefined = callee;
  while (node !== undefined) {
    if (node.type === 'Identifier') return node.name;
    if (node.type === 'ChainExpression') node = node.expression;
    else if (node.type === 'SequenceExpression') node = node.expressions.at(-1);
    else if (node.type !== 'MemberExpression') return '';
    else {
      const name = propertyName(node);
      if (name !== 'call' && name !== 'apply') return name;
      node = node.object;
    }
  }
  return '';
}

/** Where V8 says that a call is: at the property for `api.load()`, at the callee otherwise. */
export function callOffset(callee: AnyNode): number {
  if (callee.type === 'MemberExpression') return callee.property.start;
  if (callee.type === 'ChainExpression') return callOffset(callee.expression);
  return callee.start;
}

/** The name in an object literal, a class or after a dot; empty for a computed one. */
export function keyName(key: AnyNode, isComputed: boolean | undefined): string {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return typeof key.value === 'string' ? key.value : (key.raw ?? '');
  return key.type === 'Identifier' && isComputed !== true ? key.name : '';
}

/** Names a function by what it is assigned to. `owner` is the constructor around it: of the class that `this` is. */
export function assignedName(
  target: AnyNode,
  owner: Pick<NameHint, 'className' | 'classNameOffset'>,
): NameHint {
  if (target.type === 'Identifier') {
    return { ...NO_HINT, name: target.name, nameOffset: target.start };
  }
  if (target.type !== 'MemberExpression') return NO_HINT;
  const { object, property } = target;
  const hint = { ...NO_HINT, name: propertyName(target), nameOffset: property.start };
  if (object.type === 'ThisExpression') {
    const { className, classNameOffset } = owner;
    return { ...hint, className, classNameOffset };
  }
  if (object.type !== 'MemberExpression' || propertyName(object) !== 'prototype') return hint;
  const { object: holder } = object;
  if (holder.type !== 'Identifier') return hint;
  return { ...hint, className: holder.name, classNameOffset: holder.start };
}

/** What the members of a class are given: its name, or that of what it is assigned to. */
export function classHint(node: Class, assigned: NameHint): NameHint {
  const own = node.id ? node.id.name : assigned.name;
  const name = keptClassName(node) ?? own;
  return {
    ...NO_HINT,
    className: name === '' ? null : name,
    classNameOffset: node.id ? node.id.start : assigned.nameOffset,
  };
}

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

/**
 * The name in `__name(function, 'name')`, with which esbuild (and so tsx) gives functions back the names that its
 * output takes from them; V8's samples do not know it.
 */
export function keptName(node: CallExpression | NewExpression): string | undefined {
  const [, literal] = node.arguments;
  if (node.callee.type !== 'Identifier' || !/^__name\d*$/.test(node.callee.name)) return undefined;
  return literal?.type === 'Literal' && typeof literal.value === 'string'
    ? literal.value
    : undefined;
}

/** The function that is called on the spot: in `(function () { … }).call(this)` as well. */
export function calledFunction(callee: AnyNode): AnyNode {
  if (callee.type !== 'MemberExpression') return callee;
  const name = propertyName(callee);
  return name === 'call' || name === 'apply' ? callee.object : callee;
}

/** The name in `class _A { static { __name(this, 'A'); } }`. */
function keptClassName(node: Class): string | undefined {
  for (const member of node.body.body) {
    if (member.type !== 'StaticBlock') continue;
    for (const statement of member.body) {
      if (statement.type !== 'ExpressionStatement') continue;
      const { expression } = statement;
      if (
        expression.type === 'CallExpression' &&
        expression.arguments[0]?.type === 'ThisExpression'
      ) {
        return keptName(expression);
      }
    }
  }
  return undefined;
}

function propertyName({ property, computed }: MemberExpression): string {
  const isIndex = property.type === 'Literal' && typeof property.value !== 'string';
  return isIndex ? '' : keyName(property, computed);
}
