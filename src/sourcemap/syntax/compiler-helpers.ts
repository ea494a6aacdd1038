// Functions of compilers that the code they write calls: what is given to them has lost its name, or its place.

import type { AnyNode, CallExpression, Class, NewExpression } from 'acorn';
import { calleeName } from './callee-name.ts';

/** With these, older JavaScript runs async functions and generators: TypeScript's, esbuild's, Babel's and swc's. */
const COROUTINE =
  /^_+(?:awaiter|async|generator|asyncGenerator|asyncToGenerator|async_to_generator|wrapAsyncGenerator|wrap_async_generator|ts_generator)\d*$/;
const REGENERATOR = /^_*regenerator(?:Runtime)?\d*$/;
/** These define a field of a class, or a property: `__publicField(this, 'load', () => { … })`. */
const DEFINITION = /^_*(?:publicField|defineProperty|define_property)\d*$/;
/** esbuild's `__name`, by its text: in minified code it is called otherwise. */
const MINIFIED_NAME =
  /([\w$]+)=\(([\w$]+),([\w$]+)\)=>[\w$]+\(\2,"name",\{value:\3,configurable:!0\}\)/g;
/** What of it never differs: the whole expression would go through each long word once for each of its letters. */
const MINIFIED_MARK = ',"name",{value:';
/** It stands within as many characters before and behind the mark. */
const MINIFIED_REACH = 200;

/**
 * Whether a function that is given to this callee is the body of the function around the call: an async function, or
 * a generator. `of` is what is said of the call itself.
 */
export function takesBody(callee: AnyNode, of: { readonly isBody: boolean }): boolean {
  const name = calleeName(callee);
  if (COROUTINE.test(name)) return true;
  const target = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : callee;
  if (target?.type !== 'MemberExpression') return false;
  const { object } = target;
  // Where the helpers are imported: `_async_to_generator._`, `_asyncToGenerator2.default`.
  if (name === '_' || name === 'default') return COROUTINE.test(calleeName(object));
  const holder = object.type === 'CallExpression' ? object.callee : object;
  if (!REGENERATOR.test(calleeName(holder))) return false;
  return /^w(?:rap)?$/.test(name) || (/^m(?:ark)?$/.test(name) && of.isBody);
}

/** The name under which a call defines what it is given, and of what: `__publicField(this, 'load', …)`. */
export function definedName(
  node: CallExpression | NewExpression,
): { readonly of: AnyNode; readonly name: string; readonly value: AnyNode } | undefined {
  const [of, key, value] = node.arguments;
  if (of === undefined || value === undefined || !DEFINITION.test(calleeName(node.callee)))
    return undefined;
  const name = textOf(key);
  return name === undefined ? undefined : { of, name, value };
}

/** Names of functions in this text that give functions back their names, as `keptName` knows them. */
export function findNameKeepers(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  let at = text.indexOf(MINIFIED_MARK);
  for (; at >= 0; at = text.indexOf(MINIFIED_MARK, at + 1)) {
    const around = text.slice(Math.max(0, at - MINIFIED_REACH), at + MINIFIED_REACH);
    for (const [, name = ''] of around.matchAll(MINIFIED_NAME)) names.add(name);
  }
  return names;
}

/**
 * The name in `__name(function, 'name')`, with which esbuild (and so tsx) gives functions back the names that its
 * output takes from them; V8's samples do not know it.
 */
export function keptName(
  { callee, arguments: [, name] }: CallExpression | NewExpression,
  keepers: ReadonlySet<string>,
): string | undefined {
  if (callee.type !== 'Identifier') return undefined;
  return /^__name\d*$/.test(callee.name) || keepers.has(callee.name) ? textOf(name) : undefined;
}

/** The name in `class _A { static { __name(this, 'A'); } }`. */
export function keptClassName(node: Class, keepers: ReadonlySet<string>): string | undefined {
  for (const member of node.body.body) {
    if (member.type !== 'StaticBlock') continue;
    for (const statement of member.body) {
      if (statement.type !== 'ExpressionStatement') continue;
      const { expression } = statement;
      if (
        expression.type === 'CallExpression' &&
        expression.arguments[0]?.type === 'ThisExpression'
      ) {
        return keptName(expression, keepers);
      }
    }
  }
  return undefined;
}

function textOf(node: AnyNode | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}
