// The heads of the columns of a list with times.

import type { JSX } from 'preact';

interface ColumnHeadsProps {
  /** What the columns of times hold. */
  readonly total: string;
  readonly self: string;
  /** The column beside them: its style and its name. */
  readonly last: { readonly style: 'name' | 'source'; readonly text: string };
}

/** The row of heads. */
export function ColumnHeads({ total, self, last }: ColumnHeadsProps): JSX.Element {
  return (
    <div role="row" class="row column-heads">
      <span role="columnheader" class="cell total" title={total}>
        Total
      </span>
      <span role="columnheader" class="cell self" title={self}>
        Self
      </span>
      <span role="columnheader" class="cell waiting" title="The part of the total spent in awaits">
        Waiting
      </span>
      <span role="columnheader" class={`cell ${last.style}`}>
        {last.text}
      </span>
    </div>
  );
}
