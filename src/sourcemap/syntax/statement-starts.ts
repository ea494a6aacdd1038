// Where statements begin: the places that a line with several of them is made of.

import type { AnyNode } from 'acorn';

const NONE: readonly number[] = [];

/** Offsets at which statements begin with this node, and the parts of joined ones; those inside it are not told. */
export function statementStarts(node: AnyNode): readonly number[] {
  switch (node.type) {
    case 'BlockStatement':
    case 'EmptyStatement':
    case 'LabeledStatement':
    case 'TryStatement':
      return NONE;
    case 'SequenceExpression':
      return node.expressions.slice(1).map(({ start }) => start);
    case 'VariableDeclaration':
      return node.declarations.map(({ start }) => start);
    default:
      return node.type.endsWith('Statement') ? [node.start] : NONE;
  }
}
