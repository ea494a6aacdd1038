// What is called, and where V8 says that it is.

import type { AnyNode, MemberExpression } from 'acorn';
import { REG_EXP } from '../../model/frame.ts';

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

const THEN: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** Where the promise was called for whose `.then`, `.catch` or `.finally` this is; `undefined`: for no such call. */
export function promiseCall(callee: AnyNode): number | undefined {
  if (callee.type === 'ChainExpression') return promiseCall(callee.expression);
  if (callee.type !== 'MemberExpression' || !THEN.has(propertyName(callee))) return undefined;
  const { object } = callee;
  if (object.type === 'NewExpression') return object.start;
  return object.type === 'CallExpression' ? callOffset(object.callee) : undefined;
}

/** The function that is called on the spot: in `(function () { … }).call(this)` as well. */
export function calledFunction(callee: AnyNode): AnyNode {
  if (callee.type !== 'MemberExpression') return callee;
  const name = propertyName(callee);
  return name === 'call' || name === 'apply' ? callee.object : callee;
}

/** What a method is called on, where it stands there itself, as in `/x/.test(text)`. */
export function literalReceiver(callee: AnyNode): AnyNode[] {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Literal') return [];
  return [callee.object];
}

/** V8's name for a regular expression that stands in the text; `undefined` for what is none. */
export function regExpName(node: AnyNode): string | undefined {
  if (node.type !== 'Literal' || node.regex == null) return undefined;
  return REG_EXP + node.regex.pattern;
}

/** The name in an object literal, a class or after a dot; empty for a computed one. */
export function keyName(key: AnyNode, isComputed: boolean | undefined): string {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return typeof key.value === 'string' ? key.value : (key.raw ?? '');
  return key.type === 'Identifier' && isComputed !== true ? key.name : '';
}

/** The name after a dot or in brackets; empty for a computed one and for a number. */
export function propertyName({ property, computed }: MemberExpression): string {
  const isIndex = property.type === 'Literal' && typeof property.value !== 'string';
  return isIndex ? '' : keyName(property, computed);
}
