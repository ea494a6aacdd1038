// What flame charts are given to show.

import type { ChartTrack } from './chart-layout.ts';
import type { StyleContext } from './frame-styles.ts';
import type { TimeWindow } from './time-window.ts';

/** What the charts show. */
export interface ChartContent extends Omit<StyleContext, 'pen'> {
  readonly charts: readonly ChartTrack[];
  readonly whole: TimeWindow;
  /** The picture above: what the program did, or the whole chart. */
  readonly overview: 'activity' | 'boxes';
  /** What a click does besides choosing a box. */
  readonly onClick: 'zoom' | 'nothing';
}
