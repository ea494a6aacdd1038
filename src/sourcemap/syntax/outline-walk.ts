// Walks a syntax tree once and notes its functions, what they call, and where their statements begin.

import type {
  AnyNode,
  ArrowFunctionExpression,
  CallExpression,
  Class,
  Function as FunctionNode,
  MemberExpression,
  NewExpression,
  Program,
  TaggedTemplateExpression,
} from 'acorn';
import {
  calleeName,
  callOffset,
  keyName,
  literalReceiver,
  promiseCall,
  regExpName,
} from './callee-name.ts';
import { childNodes } from './child-nodes.ts';
import { FunctionHints } from './function-hints.ts';
import { NO_HINT } from './function-names.ts';
import type { ClassHint } from './function-names.ts';
import { OutlineParts } from './outline-parts.ts';
import { statementStarts } from './statement-starts.ts';

/** Collects the parts of an outline. */
export function walkProgram(program: Program, text: string): OutlineParts {
  const walk = new OutlineWalk(text);
  walk.run(program);
  return walk.parts;
}

class OutlineWalk {
  readonly parts = new OutlineParts();
  readonly #text: string;
  readonly #accessors: ReadonlySet<string>;
  readonly #nodes: AnyNode[] = [];
  readonly #owners: number[] = [];
  readonly #hints: FunctionHints;

  constructor(text: string) {
    this.#text = text;
    this.#hints = new FunctionHints(text);
    this.#accessors = accessorNames(text);
  }

  run(program: Program): void {
    const whole = { start: 0, end: this.#text.length, position: 0, parent: -1 };
    this.parts.addFunction(NO_HINT, { kind: 'module', ...whole });
    this.#push(program, 0);
    for (let node = this.#nodes.pop(); node !== undefined; node = this.#nodes.pop()) {
      this.#visit(node, this.#owners.pop() ?? 0);
    }
  }

  #visit(node: AnyNode, owner: number): void {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#pushChildren(node, this.#enterFunction(node, owner));
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#enterClass(node, owner);
        return;
      case 'CallExpression':
      case 'NewExpression':
        this.#noteCall(node, owner);
        break;
      case 'TaggedTemplateExpression':
        this.#noteTag(node, owner);
        break;
      case 'AwaitExpression':
        this.parts.sites.add(owner, { kind: 'await', callee: '', offset: node.start });
        break;
      case 'MemberExpression':
        this.#noteAccess(node, owner);
        break;
      default:
        this.#hints.noteNames(node, this.#constructorAround(owner));
        this.#noteStatement(node, owner);
    }
    this.#pushChildren(node, owner);
  }

  #noteTag({ tag, quasi }: TaggedTemplateExpression, owner: number): void {
    const callee = calleeName(tag);
    this.parts.sites.add(owner, { kind: 'tag', callee, offset: quasi.start });
  }

  #noteStatement(node: AnyNode, owner: number): void {
    for (const start of statementStarts(node)) this.parts.addStatement(owner, start);
    if (node.type === 'ForOfStatement' && node.await)
      this.parts.sites.add(owner, { kind: 'await', callee: '', offset: node.start });
  }

  #noteCall(node: CallExpression | NewExpression, owner: number): void {
    if (this.#hints.noteKeptName(node)) return;
    const { sites } = this.parts;
    const isNew = node.type === 'NewExpression';
    const offset = isNew ? node.start : callOffset(node.callee);
    if (node.callee.type === 'Super') {
      sites.add(owner, { kind: 'new', callee: this.#superName(owner), offset });
    } else {
      sites.add(owner, { kind: isNew ? 'new' : 'call', callee: calleeName(node.callee), offset });
    }
    this.#hints.noteCall(node, offset, this.#constructorAround(owner));
    const promise = promiseCall(node.callee);
    if (promise !== undefined) this.parts.addPromiseCall(offset, promise, this.#text);
    for (const argument of [...literalReceiver(node.callee), ...node.arguments]) {
      const passed = regExpName(argument) ?? calleeName(argument);
      if (passed !== '') sites.add(owner, { kind: 'pass', callee: passed, offset });
    }
  }

  #noteAccess({ property, computed }: MemberExpression, owner: number): void {
    const callee = keyName(property, computed);
    if (!this.#accessors.has(callee)) return;
    this.parts.sites.add(owner, { kind: 'access', callee, offset: property.start });
  }

  #enterFunction(node: (FunctionNode & AnyNode) | ArrowFunctionExpression, owner: number): number {
    const hint = this.#hints.of(node);
    const isArrow = node.type === 'ArrowFunctionExpression';
    const own = node.id ? { name: node.id.name, nameOffset: node.id.start } : {};
    const { start, end } = node;
    const id = this.parts.addFunction(
      { ...hint, ...own },
      {
        kind: isArrow ? 'arrow' : hint.kind,
        start: hint.start >= 0 ? hint.start : start,
        end,
        position: isArrow ? start : this.#text.indexOf('(', node.id ? node.id.end : start),
        parent: owner,
        isAsync: node.async,
        isGenerator: node.generator,
      },
    );
    if (node.body.type !== 'BlockStatement') this.parts.addStatement(id, node.body.start);
    return id;
  }

  /** The code of a class itself has no function in the text; V8 runs it as one, or as several. */
  #enterClass(node: Class & AnyNode, owner: number): void {
    const hint = this.#hints.ofClass(node);
    const { start, end, body, superClass } = node;
    const id = this.parts.addFunction(hint, {
      kind: 'class',
      start,
      end,
      position: start,
      parent: owner,
    });
    this.parts.classPositions.set(start, id).set(body.start, id);
    if (superClass) {
      this.parts.superNames.set(id, calleeName(superClass));
      this.#push(superClass, owner);
    }
    for (const member of body.body) {
      const isStatic = member.type === 'StaticBlock' || member.static;
      if (member.type !== 'MethodDefinition')
        this.parts.addField(id, member.start, isStatic ? 'static' : 'instance');
      if (member.type === 'PropertyDefinition' && member.value)
        this.parts.addStatement(id, member.value.start);
      this.#hints.noteMember(member, hint);
    }
    this.#pushChildren(body, id);
  }

  /** The class whose constructor `super()` calls, in the constructor with this id. */
  #superName(owner: number): string {
    const parent = this.parts.functions[owner]?.parent ?? -1;
    return this.parts.superNames.get(parent) ?? '';
  }

  /** Of which class `this` is in the function with this id: known in its constructor. */
  #constructorAround(owner: number): ClassHint {
    const fn = this.parts.functions[owner];
    return fn?.kind === 'constructor' ? fn : NO_HINT;
  }

  #push(node: AnyNode, owner: number): void {
    this.#nodes.push(node);
    this.#owners.push(owner);
  }

  #pushChildren(node: AnyNode, owner: number): void {
    for (const child of childNodes(node)) this.#push(child, owner);
  }
}

/** Names that may be those of getters and setters. */
function accessorNames(text: string): Set<string> {
  const found = text.matchAll(/\b[gs]et\s+([#\w$]+)\s*\(/g);
  return new Set(Array.from(found, ([, name = '']) => name));
}
