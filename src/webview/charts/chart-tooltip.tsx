// What is said about the box under the pointer.

import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ChartPoint } from './chart-input.ts';
import type { ChartBox, ChartTrack } from './chart-layout.ts';
import { timesOf } from './chart-times.ts';
import { formatShare, formatTime } from '../figures.ts';
import { explainFrame, frameName, placeText } from '../frame-text.ts';
import { useReport } from '../report-context.ts';

const DISTANCE = 14;

interface ChartTooltipProps {
  readonly charts: readonly ChartTrack[];
  readonly box: ChartBox;
  readonly point: ChartPoint;
}

/** The tooltip, beside the pointer and inside of the chart. */
export function ChartTooltip({ charts, box, point }: ChartTooltipProps): JSX.Element {
  const { model, whole } = useReport();
  const element = useRef<HTMLDivElement>(null);
  const { frame } = box.box;
  const times = timesOf(charts, box);
  useLayoutEffect(() => {
    if (element.current !== null) placeBeside(element.current, point);
  });
  const place = placeText(frame, model.session.meta);
  return (
    <div ref={element} class="tooltip" role="tooltip">
      <strong>
        <bdi>{frameName(frame)}</bdi>
      </strong>
      {place !== '' && (
        <p class="place">
          <bdi>{place}</bdi>
        </p>
      )}
      {explainFrame(frame) !== undefined && <p class="place">{explainFrame(frame)}</p>}
      {times !== undefined && (
        <p class="figures">
          <b>{formatTime(times.total)}</b> · {formatShare(times.total, whole)}
          {times.self > 0 && times.self < times.total && <> · self {formatTime(times.self)}</>}
          {times.waiting > 0 && times.waiting < times.total && (
            <> · waiting {formatTime(times.waiting)}</>
          )}
        </p>
      )}
    </div>
  );
}

function placeBeside(tooltip: HTMLElement, { x, y }: ChartPoint): void {
  const chart = tooltip.parentElement?.querySelector<HTMLElement>('.chart');
  if (chart === null || chart === undefined) return;
  const { offsetWidth: width, offsetHeight: height } = tooltip;
  const left = x + DISTANCE + width > chart.clientWidth ? x - DISTANCE - width : x + DISTANCE;
  const below = y + DISTANCE + height <= chart.clientHeight;
  const top = below ? y + DISTANCE : y - DISTANCE - height;
  tooltip.style.left = `${Math.max(4, chart.offsetLeft + left)}px`;
  tooltip.style.top = `${Math.max(4, chart.offsetTop + top)}px`;
}
