// The bar below the head: the views, the search, and how things are shown.

import type { JSX, Ref, TargetedKeyboardEvent } from 'preact';
import { visibleText } from '../../renderers/visible-text.ts';
import type { ReportView } from '../../renderers/report-data.ts';
import { OptionsMenu } from './options-menu.tsx';
import { useReport } from '../report-context.ts';
import { SearchBox } from './search-box.tsx';
import type { SearchTarget } from '../search-target.ts';

/** The views, in the order of their tabs. */
export const VIEWS: readonly { readonly view: ReportView; readonly name: string }[] = [
  { view: 'tree', name: 'Call tree' },
  { view: 'timeline', name: 'Timeline' },
  { view: 'flame', name: 'Flame graph' },
  { view: 'lines', name: 'Hot lines' },
];

interface PageBarProps {
  readonly searchInput: Ref<HTMLInputElement>;
  readonly found: SearchTarget;
  readonly onHelp: () => void;
}

/** The bar. */
export function PageBar({ searchInput, found, onHelp }: PageBarProps): JSX.Element {
  return (
    <div class="bar-row">
      <ViewTabs />
      <div class="controls">
        <LanePicker />
        <SearchBox input={searchInput} target={found} />
        <UnitSwitch />
        <OptionsMenu />
        <button
          type="button"
          class="help-button"
          aria-label="Keys"
          title="Keys (?)"
          onClick={onHelp}
        >
          ?
        </button>
      </div>
    </div>
  );
}

function ViewTabs(): JSX.Element {
  const { settings, change } = useReport();
  const shown = VIEWS.findIndex(({ view }) => view === settings.view);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = VIEWS.at((shown + by) % VIEWS.length);
    if (by === 0 || next === undefined) return;
    change({ view: next.view });
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next.view}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views" onKeyDown={onKeyDown}>
      {VIEWS.map(({ view, name }, index) => (
        <button
          key={view}
          type="button"
          role="tab"
          id={`tab-${view}`}
          aria-controls={`view-${view}`}
          aria-selected={index === shown}
          tabIndex={index === shown ? 0 : -1}
          onClick={() => {
            change({ view });
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function LanePicker(): JSX.Element | null {
  const { model, lane, change } = useReport();
  const { lanes } = model.session;
  if (lanes.length < 2) return null;
  return (
    <select
      class="lanes"
      aria-label="Lane"
      value={lane === undefined ? '' : String(lane)}
      onChange={event => {
        const { value } = event.currentTarget;
        change({ lane: value === '' ? null : Number(value) });
      }}
    >
      <option value="">All lanes</option>
      {lanes.map(({ name }, index) => (
        <option key={index} value={String(index)}>
          {visibleText(name)}
        </option>
      ))}
    </select>
  );
}

function UnitSwitch(): JSX.Element {
  const { settings, change } = useReport();
  return (
    <div class="units" role="group" aria-label="Numbers">
      {(['time', 'percent'] as const).map(units => (
        <button
          key={units}
          type="button"
          aria-pressed={settings.units === units}
          title={units === 'time' ? 'Show times' : 'Show shares of the run'}
          onClick={() => {
            change({ units });
          }}
        >
          {units === 'time' ? 'ms' : '%'}
        </button>
      ))}
    </div>
  );
}
