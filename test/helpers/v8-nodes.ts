// Nodes of V8 profiles for tests.

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** A node as V8 writes it; `more` are further or other fields. */
export function node(id: number, functionName: string, more: Json = {}): Json {
  const isPseudo = functionName.startsWith('(');
  return {
    id,
    callFrame: {
      functionName,
      scriptId: isPseudo ? '0' : '7',
      url: isPseudo ? '' : 'file:///app/a.js',
      lineNumber: isPseudo ? -1 : id,
      columnNumber: isPseudo ? -1 : 2,
    },
    ...more,
  };
}

/** `(root)` over `main` (2) over `parse` (3), and V8's pseudo nodes 4 to 6. */
export const NODES = [
  node(1, '(root)', { children: [2, 4, 5, 6] }),
  node(2, 'main', { children: [3] }),
  node(3, 'parse'),
  node(4, '(program)'),
  node(5, '(idle)'),
  node(6, '(garbage collector)'),
];
