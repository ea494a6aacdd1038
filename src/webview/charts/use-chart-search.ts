// The search in flame charts: what is found keeps its colour, and its share of the time is told.

import { useMemo } from 'preact/hooks';
import type { ChartTrack } from './chart-layout.ts';
import { sumFound } from './chart-times.ts';
import { formatShare } from '../figures.ts';
import { buildMatcher } from '../frame-matcher.ts';
import type { FrameMatcher } from '../frame-matcher.ts';
import { useReport } from '../report-context.ts';
import { useSearchTarget } from '../search-target.ts';

/** What the present query finds; `undefined` without one. */
export function useChartSearch(
  charts: readonly ChartTrack[],
  isShown: boolean,
): FrameMatcher | undefined {
  const { query, whole } = useReport();
  const matcher = useMemo(() => buildMatcher(query), [query]);
  const found = useMemo(
    () =>
      matcher === undefined || !isShown
        ? 0
        : charts.reduce((sum, { track }) => sum + sumFound(track, matcher), 0),
    [charts, matcher, isShown],
  );
  const status = matcher === undefined ? '' : `${formatShare(found, whole)} of the time`;
  useSearchTarget(isShown, { status });
  return matcher;
}
