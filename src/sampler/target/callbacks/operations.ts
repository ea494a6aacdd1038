// Notes operations whose callback Node.js keeps in a property of theirs. An accessor in the prototype is told of both
// ends:
//
//   fs.readFile(path, callback)
//     operation.oncomplete = …     set      it begins: who started it is on the stack
//     … waits …
//     operation.oncomplete         get      Node.js looks the callback up, to call it: it ends
//
// Some take several steps, each begun by the callback of the one before, where nothing of the program is on the stack
// any more: they belong to the place where the first began. What a stream does belongs to the place where that was made.

import type { WaitKind } from '../../await-batch.ts';
import { loadBinding } from '../bindings.ts';
import type { CallbackNotes } from './callback-notes.ts';
import type { Origin } from '../waits/wait-sites.ts';
import { onFirstSet, onSetAndGet } from './property-traps.ts';
import type { Undo } from './property-traps.ts';

/** Operations of one kind. */
interface OperationKind {
  readonly binding: string;
  readonly classes: RegExp;
  /** Holds the callback. */
  readonly property: string;
  /** Is set when the object is made, which serves for many operations. */
  readonly madeWith?: string;
  readonly kind?: WaitKind;
}

const KINDS: readonly OperationKind[] = [
  { binding: 'fs', classes: /^FSReqCallback$/, property: 'oncomplete' },
  { binding: 'cares_wrap', classes: /ReqWrap$/, property: 'oncomplete' },
  { binding: 'tcp_wrap', classes: /^TCPConnectWrap$/, property: 'oncomplete' },
  { binding: 'pipe_wrap', classes: /^PipeConnectWrap$/, property: 'oncomplete' },
  { binding: 'process_wrap', classes: /^Process$/, property: 'onexit', kind: 'process' },
  { binding: 'zlib', classes: /^(?:Zlib|Brotli|Zstd)/, property: 'cb', madeWith: 'onerror' },
  { binding: 'crypto', classes: /Job$/, property: 'ondone' },
];

/** Gives the place for which an operation is started that nothing of the program's has called for. */
export type FindOrigin = () => Origin | undefined;

/** From now on, notes them. */
export class Operations {
  private readonly undos: Undo[] = [];
  /** Objects that serve for many operations → where they were made. */
  private readonly origins = new WeakMap<object, Origin>();

  constructor(
    private readonly notes: CallbackNotes,
    private readonly findOrigin: FindOrigin,
  ) {
    for (const [prototype, kind] of (found ??= KINDS.flatMap(findPrototypes)))
      this.watch(prototype, kind);
  }

  remove(): void {
    for (const undo of this.undos) undo();
  }

  private watch(prototype: object, { property, madeWith, kind }: OperationKind): void {
    const { notes } = this;
    const onSet = (operation: object, above: unknown): void => {
      const wait = notes.begin(operation, above, kind);
      const origin = this.origins.get(operation) ?? this.findOrigin();
      if (wait === undefined) return;
      if (origin === undefined) notes.continueTurn(wait);
      else notes.continueFrom(wait, origin);
    };
    const onGet = (operation: object): void => {
      notes.call(operation);
    };
    this.undos.push(onSetAndGet(prototype, property, { onSet, onGet }));
    if (madeWith === undefined) return;
    const onMade = (object: object, above: unknown): void => {
      this.origins.set(object, notes.origin(above));
    };
    this.undos.push(onFirstSet(prototype, madeWith, onMade));
  }
}

type FoundPrototype = readonly [object, OperationKind];

/** Looked up once: the library notes anew for each recording. */
let found: readonly FoundPrototype[] | undefined;

function findPrototypes(kind: OperationKind): FoundPrototype[] {
  return Object.entries(loadBinding(kind.binding) ?? {}).flatMap(([name, value]) =>
    kind.classes.test(name) && typeof value === 'function'
      ? [[value.prototype as object, kind] as const]
      : [],
  );
}
