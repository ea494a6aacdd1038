// Flame charts as a part of the page: the canvases, the tooltip, and the panel beside them.

import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Micros } from '../../model/frame.ts';
import type { ChartBox, ChartTrack } from './chart-layout.ts';
import type { ChartPoint } from './chart-input.ts';
import { timesOf } from './chart-times.ts';
import { ChartTooltip } from './chart-tooltip.tsx';
import { formatTime } from '../figures.ts';
import { FlameChart } from './flame-chart.ts';
import type { ChartEvents } from './flame-chart.ts';
import type { ChartContent } from './chart-content.ts';
import type { FrameMatcher } from '../frame-matcher.ts';
import { FrameDetails } from '../frame-details.tsx';
import { findSource, frameName } from '../frame-text.ts';
import { useReport } from '../report-context.ts';
import { useOpenSource } from '../source-link.tsx';
import type { TimeWindow } from './time-window.ts';

interface FlameChartViewProps {
  readonly label: string;
  readonly charts: readonly ChartTrack[];
  readonly whole: TimeWindow;
  readonly overview: ChartContent['overview'];
  readonly onClick: ChartContent['onClick'];
  readonly matcher: FrameMatcher | undefined;
  /** What the panel calls the times of the chosen box. */
  readonly scope: string;
  /** A box to choose and zoom to. */
  readonly target?: ChartBox | undefined;
  /** What can be done with the chosen box. */
  readonly action?: (chosen: ChartBox) => { readonly label: string; readonly run: () => void };
}

/** The charts. */
export function FlameChartView(props: FlameChartViewProps): JSX.Element {
  const { charts, label, scope, action } = props;
  const elements = useElements();
  const { hovered, selected, window } = useChart(props, elements);
  const times = useMemo(() => timesOf(charts, selected), [charts, selected]);
  return (
    <div class="split">
      <div class="main">
        <div class="overview">
          <canvas ref={elements.overview} aria-hidden="true" />
        </div>
        <div
          ref={elements.scroller}
          class="chart"
          role="application"
          tabIndex={0}
          aria-label={`${label}: arrow keys go from call to call, W and S zoom, A and D move`}
        >
          <canvas ref={elements.canvas} />
          <div ref={elements.space} class="chart-space" />
        </div>
        <ChartStatus selected={selected} window={window} />
        {hovered !== undefined && (
          <ChartTooltip charts={charts} box={hovered.box} point={hovered.point} />
        )}
      </div>
      {selected !== undefined && times !== undefined && (
        <FrameDetails
          frame={selected.box.frame}
          times={times}
          scope={scope}
          {...(action === undefined ? {} : { action: action(selected) })}
        />
      )}
    </div>
  );
}

interface ElementRefs {
  readonly scroller: { current: HTMLDivElement | null };
  readonly space: { current: HTMLDivElement | null };
  readonly canvas: { current: HTMLCanvasElement | null };
  readonly overview: { current: HTMLCanvasElement | null };
}

function useElements(): ElementRefs {
  return {
    scroller: useRef<HTMLDivElement>(null),
    space: useRef<HTMLDivElement>(null),
    canvas: useRef<HTMLCanvasElement>(null),
    overview: useRef<HTMLCanvasElement>(null),
  };
}

interface Hovered {
  readonly box: ChartBox;
  readonly point: ChartPoint;
}

interface ChartState {
  readonly hovered: Hovered | undefined;
  readonly selected: ChartBox | undefined;
  readonly window: TimeWindow;
}

/** Keeps a chart on the canvas for as long as the view is there. */
function useChart(props: FlameChartViewProps, elements: ElementRefs): ChartState {
  const { charts, whole, overview, onClick, matcher, target } = props;
  const { shade } = useReport();
  const chart = useRef<FlameChart | undefined>(undefined);
  const { events, ...state } = useChartState(whole);
  const input = { charts, whole, overview, onClick, matcher, shade };
  useEffect(() => {
    const made = new FlameChart(present(elements), events, input);
    chart.current = made;
    return () => {
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.show(input);
  }, [charts, whole, matcher, shade]);
  useEffect(() => {
    if (target !== undefined) chart.current?.zoomTo(target);
  }, [target]);
  return state;
}

/** What the chart tells of itself. */
function useChartState(whole: TimeWindow): ChartState & { readonly events: ChartEvents } {
  const { go } = useOpenSource();
  const [hovered, setHovered] = useState<Hovered>();
  const [selected, setSelected] = useState<ChartBox>();
  const [window, setWindow] = useState(whole);
  const events: ChartEvents = {
    onHover: (box, point) => {
      setHovered(box === undefined ? undefined : { box, point });
    },
    onSelect: setSelected,
    onWindow: setWindow,
    onOpenSource: frame => {
      const place = findSource(frame);
      if (place !== undefined) go(place);
    },
  };
  return { hovered, selected, window, events };
}

function present({ scroller, space, canvas, overview }: ElementRefs) {
  const elements = {
    scroller: scroller.current,
    space: space.current,
    canvas: canvas.current,
    overview: overview.current,
  };
  if (!isComplete(elements)) throw new Error('The chart has no place on the page');
  return elements;
}

type Complete<T> = { readonly [Key in keyof T]: NonNullable<T[Key]> };

function isComplete<T extends object>(elements: T): elements is T & Complete<T> {
  return Object.values(elements).every(element => element !== null);
}

interface ChartStatusProps {
  readonly selected: ChartBox | undefined;
  readonly window: TimeWindow;
}

/** What a screen reader says when another call is chosen, and which part of the time is in sight. */
function ChartStatus({ selected, window }: ChartStatusProps): JSX.Element {
  const chosen =
    selected === undefined
      ? ''
      : `${frameName(selected.box.frame)}, ${formatTime(lengthOf(selected.box))}`;
  return (
    <p class="status">
      <span class="window">
        {formatTime(window.from)} – {formatTime(window.to)}
      </span>
      <span class="chosen" aria-live="polite">
        {chosen}
      </span>
      <span class="hint">
        <kbd>W</kbd> <kbd>S</kbd> or <kbd>Ctrl</kbd> + wheel to zoom, drag to move
      </span>
    </p>
  );
}

function lengthOf({ from, to }: TimeWindow): Micros {
  return to - from;
}
