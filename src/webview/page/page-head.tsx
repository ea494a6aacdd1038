// The head of the page: what was run, how it went, and what its time was spent on.

import type { JSX } from 'preact';
import { sampleCount, sessionDurationUs } from '../../model/lane.ts';
import type { SessionMeta } from '../../model/session.ts';
import { visibleText } from '../../renderers/visible-text.ts';
import { countOf, formatInterval, formatShare, formatTime } from '../figures.ts';
import { kindColor } from '../frame-colors.ts';
import { FlameIcon } from '../icons.tsx';
import { useReport } from '../report-context.ts';
import { TIME_KIND_NAMES, TIME_KINDS } from '../time-kinds.ts';

/** The head. */
export function PageHead(): JSX.Element {
  const { model } = useReport();
  const { meta } = model.session;
  const failure = describeFailure(meta);
  return (
    <header class="head">
      <div class="title">
        <FlameIcon />
        <h1 title={visibleText(meta.cwd)}>
          <bdi>{visibleText(meta.program)}</bdi>
        </h1>
        {failure !== undefined && <span class="failure">{failure}</span>}
        <ul class="facts">
          {useFacts().map(fact => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </div>
      <TimeBar />
      {meta.notes.map(note => (
        <p key={note} class="note">
          {visibleText(note)}
        </p>
      ))}
    </header>
  );
}

function useFacts(): readonly string[] {
  const { session } = useReport().model;
  const { meta, lanes } = session;
  const duration = sessionDurationUs(session);
  const started = new Date(meta.startTime);
  const samples = countOf(sampleCount(session), 'sample');
  const isRegular = meta.intervalUs > 0;
  const facts = [
    formatTime(duration),
    isRegular ? `${samples} every ${formatInterval(meta.intervalUs)}` : samples,
  ];
  if (meta.cpuTimeUs !== null) facts.push(`CPU ${formatShare(meta.cpuTimeUs, duration)}`);
  if (lanes.length > 1) facts.push(countOf(lanes.length, 'lane'));
  if (!Number.isNaN(started.getTime())) {
    facts.push(started.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' }));
  }
  const runtime = [meta.nodeVersion === null ? '' : `Node.js ${meta.nodeVersion}`, meta.platform];
  facts.push(visibleText(runtime.filter(part => part !== null && part !== '').join(', ')));
  return facts.filter(fact => fact !== '');
}

function describeFailure({ exit }: SessionMeta): string | undefined {
  if (exit.signal !== null) return `Ended by ${visibleText(exit.signal)}`;
  return exit.code === null || exit.code === 0 ? undefined : `Exit code ${String(exit.code)}`;
}

/** A bar of the kinds of time, which is the legend of the charts' colours too. */
function TimeBar(): JSX.Element {
  const { model, lane, whole, shade } = useReport();
  const times = model.timeKinds(lane);
  const kinds = TIME_KINDS.filter(kind => times[kind] > 0);
  return (
    <div class="time-kinds">
      <div class="kinds-bar" aria-hidden="true">
        {kinds.map(kind => (
          <span
            key={kind}
            style={{ flexGrow: times[kind], background: kindColor(kind, shade) }}
            title={`${TIME_KIND_NAMES[kind]}: ${formatTime(times[kind])}`}
          />
        ))}
      </div>
      <ul class="legend" aria-label="What the time was spent on">
        {kinds.map(kind => (
          <li key={kind} title={formatTime(times[kind])}>
            <span class="swatch" style={{ background: kindColor(kind, shade) }} />
            {TIME_KIND_NAMES[kind]} <b>{formatShare(times[kind], whole)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
