// The timeline: what each lane did, moment by moment.

import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { sessionDurationUs } from '../../model/lane.ts';
import { countSamples } from '../../model/sample-rows.ts';
import type { LaneData } from '../../model/session.ts';
import { visibleText } from '../../renderers/visible-text.ts';
import type { ChartTrack } from './chart-layout.ts';
import { countOf, formatTime } from '../figures.ts';
import { FlameChartView } from './flame-chart-view.tsx';
import { trackEnd } from './flame-track.ts';
import type { FlameTrack } from './flame-track.ts';
import { useReport } from '../report-context.ts';
import { useChartSearch } from './use-chart-search.ts';

/** The view. */
export function TimelineView({ isShown }: { readonly isShown: boolean }): JSX.Element {
  const { model, settings, lane } = useReport();
  const { session } = model;
  const tracks = model.laneTracks(settings.loaders);
  const charts = useMemo(() => {
    const all = tracks.map((track, i) => makeChart(track, session.lanes[i]));
    return lane === undefined ? all : all.slice(lane, lane + 1);
  }, [tracks, lane]);
  const whole = useMemo(() => {
    const only = lane === undefined ? undefined : tracks[lane];
    if (only === undefined) return { from: 0, to: Math.max(1, sessionDurationUs(session)) };
    return { from: only.start[0] ?? 0, to: Math.max(trackEnd(only), (only.start[0] ?? 0) + 1) };
  }, [tracks, lane]);
  return (
    <FlameChartView
      label="Timeline"
      charts={charts}
      whole={whole}
      overview="activity"
      onClick="nothing"
      matcher={useChartSearch(charts, isShown)}
      scope="This call"
    />
  );
}

function makeChart(track: FlameTrack, lane: LaneData | undefined): ChartTrack {
  if (lane === undefined) return { track, title: '' };
  const facts = [
    visibleText(lane.name),
    `pid ${String(lane.pid)}`,
    formatTime(trackEnd(track) - lane.startUs),
    countOf(countSamples(lane.samples), 'sample'),
  ];
  return { track, title: facts.join('  ·  ') };
}
