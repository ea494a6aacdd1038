// What is known about a function before it is reached in the tree: from what it is assigned to, the key that it stands
// under, and the call that it is given to.

import type {
  AnyNode,
  AssignmentProperty,
  CallExpression,
  Class,
  ClassBody,
  NewExpression,
  Property,
} from 'acorn';
import { calledFunction } from './callee-name.ts';
import {
  definedName,
  findNameKeepers,
  keptClassName,
  keptName,
  takesBody,
} from './compiler-helpers.ts';
import { NO_HINT, assignedName, holderClass, memberKind, memberName } from './function-names.ts';
import type { ClassHint, NameHint } from './function-names.ts';

/** Only a function, a class, or a call that keeps a name has use for a hint; a property, to hand it on. */
const HINTED: ReadonlySet<string> = new Set([
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassExpression',
  'CallExpression',
  'Property',
]);

/** The hints of one text. */
export class FunctionHints {
  readonly #text: string;
  readonly #keepers: ReadonlySet<string>;
  readonly #hints = new Map<AnyNode, NameHint>();

  constructor(text: string) {
    this.#text = text;
    this.#keepers = findNameKeepers(text);
  }

  /** What is known about this node. */
  of(node: AnyNode): NameHint {
    return this.#hints.get(node) ?? NO_HINT;
  }

  /** Takes up what this node names. `owner` is the constructor around it. */
  noteNames(node: AnyNode, owner: ClassHint): void {
    if (node.type === 'VariableDeclarator') {
      if (node.init) this.#set(node.init, assignedName(node.id, NO_HINT));
    } else if (node.type === 'AssignmentExpression' || node.type === 'AssignmentPattern') {
      this.#set(node.right, assignedName(node.left, owner));
    } else if (node.type === 'Property') this.#noteProperty(node);
  }

  /** Takes up the name that the call gives back to a function; returns whether it does nothing else. */
  noteKeptName(node: CallExpression | NewExpression): boolean {
    const [first] = node.arguments;
    const name = keptName(node, this.#keepers);
    if (name === undefined || first === undefined) return false;
    this.#set(first, { ...this.of(node), name });
    return true;
  }

  /** Takes up what the call at `passedTo` says about the functions that it calls or is given. */
  noteCall(node: CallExpression | NewExpression, passedTo: number, owner: ClassHint): void {
    this.#set(calledFunction(node.callee), { ...NO_HINT, passedTo, isCallee: true });
    const isBody = takesBody(node.callee, this.of(node));
    for (const argument of node.arguments) this.#set(argument, { ...NO_HINT, passedTo, isBody });
    const defined = definedName(node);
    if (defined === undefined) return;
    const { of, name, value } = defined;
    const hint = { ...NO_HINT, name, ...holderClass(of, owner) };
    if (value.type !== 'ObjectExpression') this.#set(value, hint);
    else for (const property of value.properties) this.#noteDescriptor(property, hint);
  }

  /** What the members of a class are given: its name, or that of what it is assigned to. */
  ofClass(node: Class & AnyNode): NameHint {
    const assigned = this.of(node);
    const own = node.id ? node.id.name : assigned.name;
    const name = keptClassName(node, this.#keepers) ?? own;
    return {
      ...NO_HINT,
      className: name === '' ? null : name,
      classNameOffset: node.id ? node.id.start : assigned.nameOffset,
    };
  }

  /** Takes up the name of a member of the class that `hint` tells. */
  noteMember(member: ClassBody['body'][number], hint: NameHint): void {
    if (member.type === 'StaticBlock' || !member.value) return;
    const own = { ...hint, ...memberName(member.key, member.computed, this.#text) };
    const isMethod = member.type === 'MethodDefinition';
    this.#set(
      member.value,
      isMethod ? { ...own, kind: memberKind(member.kind), start: member.start } : own,
    );
  }

  #noteProperty(node: Property | AssignmentProperty): void {
    const { key, value, method, computed, start } = node;
    const given = this.#hints.get(node);
    const hint = given ?? { ...NO_HINT, ...memberName(key, computed, this.#text) };
    const kind = method ? 'method' : memberKind(node.kind);
    this.#set(value, kind === 'function' || given !== undefined ? hint : { ...hint, kind, start });
  }

  /** `{ get: function () { … } }`, as `Object.defineProperty` is given it. */
  #noteDescriptor(property: AnyNode, hint: NameHint): void {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') return;
    const { name } = property.key;
    if (name === 'value') this.#set(property, hint);
    else if (name === 'get' || name === 'set')
      this.#set(property, { ...hint, kind: memberKind(name) });
  }

  #set(node: AnyNode, hint: NameHint): void {
    if (HINTED.has(node.type)) this.#hints.set(node, hint);
  }
}
