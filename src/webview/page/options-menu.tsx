// How the report is shown: what is folded, what is left out.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Folding } from '../../renderers/report-data.ts';
import { parseRegex } from '../frame-matcher.ts';
import { useReport } from '../report-context.ts';

const FOLDINGS: readonly { readonly value: Folding; readonly text: string }[] = [
  { value: 'library', text: 'Library code' },
  { value: 'custom', text: 'Library code and chosen files' },
  { value: 'off', text: 'Nothing' },
];

/** The button and its menu, which closes when something else is used. */
export function OptionsMenu(): JSX.Element {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => closeFromOutside(menu.current), []);
  return (
    <details class="options" ref={menu}>
      <summary>Options</summary>
      <div class="panel">
        <FoldingOptions />
        <RemovalOptions />
      </div>
    </details>
  );
}

function FoldingOptions(): JSX.Element {
  const { settings, change } = useReport();
  return (
    <fieldset>
      <legend>Fold in the call tree</legend>
      {FOLDINGS.map(({ value, text }) => (
        <label key={value}>
          <input
            type="radio"
            name="folding"
            checked={settings.folding === value}
            onChange={() => {
              change({ folding: value });
            }}
          />
          {text}
        </label>
      ))}
      {settings.folding === 'custom' && (
        <>
          <RegexField name="hideRegex" text="Fold paths that begin with" />
          <RegexField name="showRegex" text="Never fold paths that begin with" />
        </>
      )}
    </fieldset>
  );
}

interface RegexFieldProps {
  readonly name: 'hideRegex' | 'showRegex';
  readonly text: string;
}

function RegexField({ name, text }: RegexFieldProps): JSX.Element {
  const { settings, change } = useReport();
  const value = settings[name];
  return (
    <label class="field">
      {text}
      <input
        type="text"
        spellcheck={false}
        placeholder="regular expression"
        aria-invalid={parseRegex(value) === undefined}
        value={value}
        onInput={event => {
          change({ [name]: event.currentTarget.value });
        }}
      />
    </label>
  );
}

function RemovalOptions(): JSX.Element {
  const { model, settings, change } = useReport();
  return (
    <fieldset>
      <legend>Leave out</legend>
      <label>
        <input
          type="checkbox"
          checked={settings.loaders === 'hidden'}
          onChange={event => {
            change({ loaders: event.currentTarget.checked ? 'hidden' : 'shown' });
          }}
        />
        {model.report.hidden.length === 0
          ? 'Frames that only load modules'
          : 'Frames that only load modules, or ask to be hidden'}
      </label>
      <label class="field inline">
        Calls below
        <input
          type="number"
          min={0}
          max={100}
          step={0.1}
          value={Number((settings.threshold * 100).toFixed(4))}
          onInput={event => {
            const percent = event.currentTarget.valueAsNumber;
            if (percent >= 0 && percent <= 100) change({ threshold: percent / 100 });
          }}
        />
        % of the run
      </label>
    </fieldset>
  );
}

function closeFromOutside(menu: HTMLDetailsElement | null): (() => void) | undefined {
  if (menu === null) return undefined;
  const stop = new AbortController();
  const { signal } = stop;
  const onOutside = (event: Event): void => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener('pointerdown', onOutside, { signal });
  document.addEventListener('focusin', onOutside, { signal });
  menu.addEventListener(
    'keydown',
    event => {
      if (event.key !== 'Escape' || !menu.open) return;
      menu.open = false;
      menu.querySelector('summary')?.focus();
    },
    { signal },
  );
  return () => {
    stop.abort();
  };
}
