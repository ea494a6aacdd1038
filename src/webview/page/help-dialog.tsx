// The keys of the page.

import type { JSX, Ref } from 'preact';

const KEYS: readonly (readonly [title: string, keys: readonly (readonly [string, string])[]])[] = [
  [
    'Everywhere',
    [
      ['1 – 4', 'the views'],
      ['/ or Ctrl F', 'search; Enter goes to what is found'],
      ['?', 'these keys'],
    ],
  ],
  [
    'Call tree',
    [
      ['↑ ↓', 'from row to row'],
      ['→ ←', 'expand and collapse; with Alt all below'],
      ['F', 'show or fold library frames'],
      ['O', 'open the source'],
    ],
  ],
  [
    'Timeline and flame graph',
    [
      ['W S', 'zoom in and out; also Ctrl and the wheel'],
      ['A D', 'move; also drag, or Shift and the wheel'],
      ['↑ ↓ ← →', 'to the caller, the longest call, the calls beside'],
      ['Enter', 'zoom to the chosen call'],
      ['0', 'show everything'],
      ['O', 'open the source'],
    ],
  ],
];

/** The dialog; `dialog` is for opening it. */
export function HelpDialog({ dialog }: { readonly dialog: Ref<HTMLDialogElement> }): JSX.Element {
  return (
    <dialog ref={dialog} class="help" aria-label="Keys">
      <form method="dialog">
        {KEYS.map(([title, keys]) => (
          <section key={title}>
            <h2>{title}</h2>
            <dl>
              {keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
