// The page: head, views, and what they share.

import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Report, ReportView } from '../renderers/report-data.ts';
import { CallTreeView } from './tree/call-tree-view.tsx';
import { timeTextFor } from './figures.ts';
import { FlameGraphView } from './charts/flame-graph-view.tsx';
import { HelpDialog } from './page/help-dialog.tsx';
import type { Host } from './host.ts';
import { HotLinesView } from './lines/hot-lines-view.tsx';
import { PageBar, VIEWS } from './page/page-bar.tsx';
import { PageHead } from './page/page-head.tsx';
import { ReportContext } from './report-context.ts';
import type { ReportState, Target } from './report-context.ts';
import { ReportModel } from './report-model.ts';
import { SearchTargetContext } from './search-target.ts';
import type { SearchTarget } from './search-target.ts';
import { useSettings } from './page/settings.ts';
import { applyShade, watchShade } from './page/shade.ts';
import { TimelineView } from './charts/timeline-view.tsx';

interface AppProps {
  readonly report: Report;
  readonly host: Host;
}

/** The whole page. */
export function App({ report, host }: AppProps): JSX.Element {
  const [target, setTarget] = useState<Target>();
  const { state, searchInput } = usePage({ report, host, goTo: setTarget });
  const { settings, change } = state;
  const [found, setFound] = useSearchTargets();
  const help = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (target !== undefined) change({ view: target.view });
  }, [target]);
  useKeys({
    search: () => searchInput.current?.select(),
    help: () => help.current?.showModal(),
    view: view => {
      change({ view });
    },
  });
  return (
    <ReportContext.Provider value={state}>
      <SearchTargetContext.Provider value={setFound}>
        <PageHead />
        <PageBar searchInput={searchInput} found={found} onHelp={() => help.current?.showModal()} />
        <Views key={String(settings.lane)} shown={settings.view} target={target} />
        <HelpDialog dialog={help} />
      </SearchTargetContext.Provider>
    </ReportContext.Provider>
  );
}

interface PageInput extends AppProps {
  readonly goTo: (target: Target) => void;
}

function usePage({ report, host, goTo }: PageInput) {
  const model = useMemo(() => new ReportModel(report), [report]);
  const [settings, change] = useSettings(report);
  const lane = settings.lane ?? undefined;
  const [query, search] = useState('');
  const [shade, setShade] = useState(applyShade);
  useEffect(() => watchShade(setShade), []);
  const searchInput = useRef<HTMLInputElement>(null);
  const whole = model.whole(lane);
  const write = useMemo(() => timeTextFor(whole), [whole]);
  const state: ReportState = {
    ...{ model, host, settings, change, lane, whole, write, shade, query, search, goTo },
  };
  return { state, searchInput };
}

/** What the view in sight found; its functions are always the latest ones. */
function useSearchTargets(): [SearchTarget, (target: SearchTarget) => void] {
  const latest = useRef<SearchTarget>({ status: '' });
  const [status, setStatus] = useState('');
  const [canStep, setCanStep] = useState(false);
  const set = useMemo(
    () => (target: SearchTarget) => {
      latest.current = target;
      setStatus(target.status);
      setCanStep(target.next !== undefined);
    },
    [],
  );
  const found = useMemo(() => {
    const steps = {
      next: () => latest.current.next?.(),
      previous: () => latest.current.previous?.(),
    };
    return { status, ...(canStep ? steps : {}) };
  }, [status, canStep]);
  return [found, set];
}

interface ViewsProps {
  readonly shown: ReportView;
  readonly target: Target | undefined;
}

/** The views: made when they are first looked at, and kept as they were left. */
function Views({ shown, target }: ViewsProps): JSX.Element {
  const seen = useRef(new Set<ReportView>());
  seen.current.add(shown);
  const make: Record<ReportView, () => JSX.Element> = {
    tree: () => <CallTreeView isShown={shown === 'tree'} target={target} />,
    timeline: () => <TimelineView isShown={shown === 'timeline'} />,
    flame: () => <FlameGraphView isShown={shown === 'flame'} target={target} />,
    lines: () => <HotLinesView isShown={shown === 'lines'} />,
  };
  return (
    <main class="views">
      {VIEWS.map(({ view, name }) => (
        <section
          key={view}
          id={`view-${view}`}
          class="view"
          role="tabpanel"
          aria-label={name}
          hidden={view !== shown}
        >
          {seen.current.has(view) && make[view]()}
        </section>
      ))}
    </main>
  );
}

interface PageKeys {
  readonly search: () => void;
  readonly help: () => void;
  readonly view: (view: ReportView) => void;
}

function useKeys(keys: PageKeys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isFind = (event.ctrlKey || event.metaKey) && event.key === 'f';
      const isTyping = event.target instanceof HTMLInputElement;
      if (!isFind && (isTyping || event.ctrlKey || event.metaKey || event.altKey)) return;
      const view = VIEWS[Number(event.key) - 1]?.view;
      if (isFind || event.key === '/') keys.search();
      else if (event.key === '?') keys.help();
      else if (view !== undefined) keys.view(view);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  });
}
