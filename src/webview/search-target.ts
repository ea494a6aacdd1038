// Connects the search box, of which there is one, with the view that is shown.

import { createContext } from 'preact';
import { useContext, useLayoutEffect } from 'preact/hooks';

/** What the search box shows and does. */
export interface SearchTarget {
  /** What was found: `3 of 12 calls`; empty without a search. */
  readonly status: string;
  /** Shows the next thing that was found; absent where there is nothing to step through. */
  readonly next?: () => void;
  readonly previous?: () => void;
}

/** Where the view that is shown tells what it found. */
export const SearchTargetContext = createContext<(target: SearchTarget) => void>(() => undefined);

/** Makes the search box act on this view while it is shown. */
export function useSearchTarget(isShown: boolean, target: SearchTarget): void {
  const set = useContext(SearchTargetContext);
  // Before the next key is pressed: Enter steps through what was found of the whole text.
  useLayoutEffect(() => {
    if (isShown) set(target);
  });
}
