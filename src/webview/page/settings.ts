// The reader's settings, kept by the browser from report to report.

import { useState } from 'preact/hooks';
import type { Report, ReportSettings } from '../../renderers/report-data.ts';
import { DEFAULT_SETTINGS } from '../report-tree.ts';

const STORE = 'hotpath.report';

/** What of the settings is the reader's habit and not a matter of the one report. */
type Habits = Pick<ReportSettings, 'units'>;

/** The settings: the report's own go before the reader's habits, and these before the usual ones. */
export function useSettings({
  settings: own,
  session,
}: Report): [ReportSettings, (change: Partial<ReportSettings>) => void] {
  const [settings, setSettings] = useState<ReportSettings>(() => ({
    ...DEFAULT_SETTINGS,
    ...readHabits(),
    ...own,
    lane:
      own.lane !== undefined && own.lane !== null && own.lane in session.lanes ? own.lane : null,
  }));
  const change = (changed: Partial<ReportSettings>): void => {
    setSettings(old => ({ ...old, ...changed }));
    if (changed.units !== undefined) keepHabits({ units: changed.units });
  };
  return [settings, change];
}

function readHabits(): Partial<Habits> {
  const kept = findStore()?.getItem(STORE) ?? '';
  return kept === 'time' || kept === 'percent' ? { units: kept } : {};
}

function keepHabits({ units }: Habits): void {
  findStore()?.setItem(STORE, units);
}

/** The browser's store; `undefined` where pages may keep nothing, as in a sandbox. */
function findStore(): Storage | undefined {
  try {
    return localStorage;
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
