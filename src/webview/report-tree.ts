// The call trees of the report: the session's stacks, tidied as the reader wants them.

import { buildCallTree } from '../model/call-tree.ts';
import type { CallNode } from '../model/call-tree.ts';
import type { Frame } from '../model/frame.ts';
import type { SessionData } from '../model/session.ts';
import { aggregateCalls } from '../processors/aggregate-calls.ts';
import { groupLibraryFrames } from '../processors/group-library-frames.ts';
import type { GroupOptions } from '../processors/group-library-frames.ts';
import { applyProcessors } from '../processors/processor.ts';
import type { Processor } from '../processors/processor.ts';
import { removeFirstFrames } from '../processors/remove-first-frames.ts';
import { removeHiddenFrames, removeLoaderFrames } from '../processors/remove-frames.ts';
import { removeIrrelevant } from '../processors/remove-irrelevant.ts';
import type { ReportSettings } from '../renderers/report-data.ts';
import { parseRegex } from './frame-matcher.ts';

/** The settings that a page without others begins with. */
export const DEFAULT_SETTINGS: ReportSettings = {
  view: 'tree',
  lane: null,
  units: 'time',
  folding: 'library',
  hideRegex: '',
  showRegex: '',
  threshold: 0.001,
  loaders: 'hidden',
};

/** Which calls to begin with. */
export interface WholeOptions {
  /** Index of the only lane; `undefined`: all of them. */
  readonly lane?: number | undefined;
  readonly loaders: ReportSettings['loaders'];
  /** Frames that go where loaders go. */
  readonly isHidden?: (frame: Frame) => boolean;
}

/** Every call of the lane, or of all lanes, merged by path: what the flame graph shows. */
export function buildWholeTree(session: SessionData, options: WholeOptions): CallNode {
  const { lane, loaders, isHidden = () => false } = options;
  const tree = buildCallTree(session, lane === undefined ? {} : { lane });
  if (loaders === 'shown') return tree;
  return applyProcessors(tree, [removeLoaderFrames, removeHiddenFrames(isHidden), aggregateCalls]);
}

/** The whole tree without what is too small, its library frames in groups: what the call tree shows. */
export function tidyTree(whole: CallNode, settings: ReportSettings): CallNode {
  const processors: Processor[] = [removeIrrelevant(settings.threshold), removeFirstFrames];
  if (settings.folding !== 'off') processors.push(groupLibraryFrames(groupOptions(settings)));
  return applyProcessors(whole, processors);
}

function groupOptions({ folding, hideRegex, showRegex }: ReportSettings): GroupOptions {
  if (folding !== 'custom') return {};
  const hide = hideRegex === '' ? undefined : parseRegex(hideRegex);
  const show = showRegex === '' ? undefined : parseRegex(showRegex);
  return {
    ...(hide === undefined ? {} : { hideRegex: hide }),
    ...(show === undefined ? {} : { showRegex: show }),
  };
}
