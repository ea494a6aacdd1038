// The panel beside a view: the chosen call, what its function cost in the whole run, and on which of its lines.

import type { JSX } from 'preact';
import type { Frame, Micros } from '../model/frame.ts';
import type { FunctionTime, LineTime } from '../model/line-times.ts';
import { visibleText } from '../renderers/visible-text.ts';
import { countOf, formatShare, formatTime } from './figures.ts';
import { kindColor } from './frame-colors.ts';
import { explainFrame, findSource, frameName, isPath, placeText } from './frame-text.ts';
import { heatOf } from './heat.ts';
import { useReport } from './report-context.ts';
import { SourceLink } from './source-link.tsx';
import { TIME_KIND_NAMES, timeKindOf } from './time-kinds.ts';

const MAX_LINES = 12;

/** The times of one call, or of several together. */
interface CallTimes {
  readonly total: Micros;
  readonly self: Micros;
  readonly waiting: Micros;
}

interface FrameDetailsProps {
  readonly frame: Frame;
  /** Of the chosen call. */
  readonly times: CallTimes;
  readonly samples?: number;
  /** What the chosen call's times are called. */
  readonly scope: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** The panel. */
export function FrameDetails({
  frame,
  times,
  samples,
  scope,
  action,
}: FrameDetailsProps): JSX.Element {
  const { model, lane } = useReport();
  const folders = model.session.meta;
  const lines = model.functionLines(lane);
  const all = lines.timeOf(frame);
  const explanation = explainFrame(frame);
  return (
    <aside class="details" aria-label="Details">
      <KindLabel frame={frame} />
      <h2>
        <bdi>{frameName(frame)}</bdi>
      </h2>
      {frame.file !== null && (
        <p>
          <SourceLink place={findSource(frame)}>
            <bdi>{placeText(frame, folders)}</bdi>
          </SourceLink>
        </p>
      )}
      {explanation !== undefined && <p class="explanation">{explanation}</p>}
      <TimesTable scope={scope} times={times} all={all} />
      {samples !== undefined && <p class="samples">{countOf(samples, 'sample')}</p>}
      {action !== undefined && (
        <button type="button" class="action" onClick={action.run}>
          {action.label}
        </button>
      )}
      <SlowLines frame={frame} lines={lines.linesOf(frame)} all={all} />
    </aside>
  );
}

function KindLabel({ frame }: { readonly frame: Frame }): JSX.Element {
  const { shade } = useReport();
  const kind = timeKindOf(frame);
  return (
    <p class="kind">
      <span class="swatch" style={{ background: kindColor(kind, shade) }} />
      {TIME_KIND_NAMES[kind]}
    </p>
  );
}

interface TimesTableProps {
  readonly scope: string;
  readonly times: CallTimes;
  readonly all: FunctionTime | undefined;
}

const COLUMNS = ['total', 'self', 'waiting'] as const;

function TimesTable({ scope, times, all }: TimesTableProps): JSX.Element {
  // The outermost call of a function that calls itself has the total of all, but its own time alone.
  const isAll = all !== undefined && COLUMNS.every(column => all[column] === times[column]);
  return (
    <table class="times">
      <thead>
        <tr>
          <td />
          <th scope="col">{isAll ? 'All calls' : scope}</th>
          {all !== undefined && !isAll && <th scope="col">All calls</th>}
        </tr>
      </thead>
      <tbody>
        {COLUMNS.map(column => (
          <tr key={column}>
            <th scope="row">{column}</th>
            <TimeData us={times[column]} />
            {all !== undefined && !isAll && <TimeData us={all[column]} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TimeData({ us }: { readonly us: Micros }): JSX.Element {
  const { whole } = useReport();
  return (
    <td>
      {us > 0 ? formatTime(us) : '–'}
      <small>{us > 0 ? formatShare(us, whole) : ''}</small>
    </td>
  );
}

interface SlowLinesProps {
  readonly frame: Frame;
  readonly lines: readonly LineTime[];
  readonly all: FunctionTime | undefined;
}

/** The function's lines: the slowest ones, in the order of the file. */
function SlowLines({ frame, lines, all }: SlowLinesProps): JSX.Element | null {
  if (lines.length === 0) return null;
  const shown = lines.slice(0, MAX_LINES).sort((a, b) => a.line - b.line);
  return (
    <section class="slow-lines">
      <h3>Lines</h3>
      <ol>
        {shown.map(time => (
          <SlowLine key={time.line} file={frame.file ?? ''} time={time} />
        ))}
      </ol>
      {lines.length > shown.length && (
        <p class="more">{countOf(lines.length - shown.length, 'more line')}</p>
      )}
      {all !== undefined && all.undecided > all.total / 100 && (
        <p class="more">{formatTime(all.undecided)} on no particular line</p>
      )}
    </section>
  );
}

function SlowLine({ file, time }: { readonly file: string; readonly time: LineTime }): JSX.Element {
  const { model, whole } = useReport();
  const share = whole > 0 ? time.total / whole : 0;
  const text = model.sources.textOf(file, time.line);
  const place = isPath(file) ? { file, line: time.line } : undefined;
  const isWaiting = time.waiting > time.total / 2;
  return (
    <li class={isWaiting ? 'waiting' : `heat${heatOf(share)}`}>
      <span class="bar" style={{ width: `${Math.min(100, share * 100)}%` }} />
      <SourceLink place={place}>{time.line}</SourceLink>
      <span class="figure" title={`self ${formatTime(time.self)}`}>
        {formatTime(time.total)}
      </span>
      {text !== undefined && <code>{visibleText(text.trim())}</code>}
    </li>
  );
}
