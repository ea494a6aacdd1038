// The flame graph: every path through the program once, as wide as the time it took, the heaviest leftmost.

import type { ChartBox } from './chart-layout.ts';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { FlameChartView } from './flame-chart-view.tsx';
import { boxOf, trackEnd } from './flame-track.ts';
import { useReport } from '../report-context.ts';
import type { Target } from '../report-context.ts';
import { keyOf } from '../tree/tree-rows.ts';
import type { TreeTrack } from './tree-track.ts';
import { useChartSearch } from './use-chart-search.ts';

interface FlameGraphViewProps {
  readonly isShown: boolean;
  /** A call that another view wants to be shown here. */
  readonly target: Target | undefined;
}

/** The view. */
export function FlameGraphView({ isShown, target }: FlameGraphViewProps): JSX.Element {
  const { model, settings, lane, goTo } = useReport();
  const track = model.treeTrack(settings.loaders, lane);
  const charts = useMemo(() => [{ track, title: '' }], [track]);
  const whole = useMemo(() => ({ from: 0, to: Math.max(1, trackEnd(track)) }), [track]);
  const targetBox = useMemo(
    () => (target?.view === 'flame' ? findCall(track, target.key) : undefined),
    [target],
  );
  return (
    <FlameChartView
      label="Flame graph"
      charts={charts}
      whole={whole}
      overview="boxes"
      onClick="zoom"
      matcher={useChartSearch(charts, isShown)}
      scope="Here"
      target={targetBox}
      action={chosen => ({
        label: 'Show in call tree',
        run: () => {
          const call = track.calls[chosen.box.node];
          if (call !== undefined) goTo({ view: 'tree', key: keyOf(call) });
        },
      })}
    />
  );
}

/** The box of the call with this key. */
function findCall(track: TreeTrack, key: number): ChartBox | undefined {
  const node = track.calls.findIndex(call => keyOf(call) === key);
  if (node < 0) return undefined;
  // Nodes and the segments below them are in the same order: the first leaf that is not before the node is in its box.
  const segment = track.leaf.findIndex(leaf => isBelow(track, leaf, node));
  const box = boxOf(track, segment, track.nodes.level[node] ?? 0);
  return box === undefined ? undefined : { index: 0, box };
}

function isBelow({ nodes }: TreeTrack, leaf: number, node: number): boolean {
  let at = leaf;
  while (at > node) at = nodes.parent[at] ?? -1;
  return at === node;
}
