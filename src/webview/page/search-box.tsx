// The search box, and what the view in sight found.

import type { JSX, Ref, TargetedKeyboardEvent } from 'preact';
import { CrossIcon, SearchIcon } from '../icons.tsx';
import { useReport } from '../report-context.ts';
import type { SearchTarget } from '../search-target.ts';

interface SearchBoxProps {
  readonly input: Ref<HTMLInputElement>;
  /** The target of the view that is shown. */
  readonly target: SearchTarget;
}

/** The box. */
export function SearchBox({ input, target }: SearchBoxProps): JSX.Element {
  const { query } = useReport();
  return (
    <div class="search" role="search">
      <SearchIcon />
      <SearchInput input={input} target={target} />
      <span class="found" role="status">
        {target.status}
      </span>
      {query !== '' && target.next !== undefined && (
        <>
          <StepButton label="Previous" sign="↑" run={target.previous} />
          <StepButton label="Next" sign="↓" run={target.next} />
        </>
      )}
      {query !== '' && <ClearButton />}
    </div>
  );
}

function SearchInput({ input, target }: SearchBoxProps): JSX.Element {
  const { query, search } = useReport();
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') {
      if (query === '') event.currentTarget.blur();
      search('');
    } else if (event.key === 'Enter') (event.shiftKey ? target.previous : target.next)?.();
    else return;
    event.preventDefault();
  };
  return (
    <input
      ref={input}
      type="text"
      placeholder="Search"
      title="Name or path; a regular expression between slashes"
      aria-label="Search functions and files"
      {...{ spellcheck: false, autocomplete: 'off', value: query, onKeyDown }}
      onInput={({ currentTarget }) => {
        search(currentTarget.value);
      }}
    />
  );
}

function ClearButton(): JSX.Element {
  const { search } = useReport();
  const clear = (): void => {
    search('');
  };
  return (
    <button type="button" aria-label="Clear the search" onClick={clear}>
      <CrossIcon />
    </button>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly sign: string;
  readonly run: (() => void) | undefined;
}

function StepButton({ label, sign, run }: StepButtonProps): JSX.Element {
  return (
    <button type="button" aria-label={label} title={label} onClick={run}>
      {sign}
    </button>
  );
}
