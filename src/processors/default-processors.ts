// The processors that reports use, in their order, for the given options.

import type { Frame } from '../model/frame.ts';
import { aggregateCalls } from './aggregate-calls.ts';
import { cutIrrelevant } from './cut-irrelevant.ts';
import { rememberByFrame } from './frame-memo.ts';
import { groupLibraryFrames } from './group-library-frames.ts';
import type { GroupOptions } from './group-library-frames.ts';
import type { Processor } from './processor.ts';
import { removeFirstFrames } from './remove-first-frames.ts';
import { isLoaderNode, removeHiddenFrames, removeLoaderFrames } from './remove-frames.ts';
import type { RemovePredicate } from './remove-frames.ts';
import { removeIrrelevant } from './remove-irrelevant.ts';
import { mergeConsecutiveSelf, removeUnnecessarySelf } from './self-nodes.ts';

/** What the processors can be told. */
export interface ProcessorOptions extends GroupOptions {
  /** Share of the whole, from 0 to 1, below which a node is dropped. Default 0.01. */
  readonly filterThreshold?: number;
  /** Frames that their authors asked to hide: their callees take their place. Default: none. */
  readonly isHidden?: (frame: Frame) => boolean;
}

/** Which processors run. */
export interface TreeOptions {
  /** Keep the order of time: calls are not merged. */
  readonly timeline?: boolean;
  /** Keep everything: nothing is hidden, dropped or grouped. */
  readonly showAll?: boolean;
  readonly processorOptions?: ProcessorOptions;
}

/** The processors of the console and JSON reports. They expect a tree with `[self]` nodes. */
export function defaultProcessors(options: TreeOptions = {}): Processor[] {
  const group = options.showAll === true ? [] : [groupLibraryFrames(options.processorOptions)];
  return [
    ...tidyingProcessors(options, options.timeline === true ? [] : [aggregateCalls]),
    ...group,
  ];
}

/** The processors of time-ordered files such as speedscope's: calls are neither merged nor grouped. */
export function timelineProcessors(options: TreeOptions = {}): Processor[] {
  return tidyingProcessors(options, []);
}

function tidyingProcessors(options: TreeOptions, aggregate: readonly Processor[]): Processor[] {
  const { filterThreshold, isHidden } = options.processorOptions ?? {};
  const all = options.showAll === true;
  const merges = aggregate.length > 0;
  return [
    ...(all ? [] : [cutUnseen(options.processorOptions, merges), removeLoaderFrames]),
    ...(all || isHidden === undefined ? [] : [removeHiddenFrames(isHidden)]),
    mergeConsecutiveSelf,
    ...aggregate,
    ...(all ? [] : [removeIrrelevant(filterThreshold)]),
    removeUnnecessarySelf,
    removeFirstFrames,
  ];
}

/** What is there to be dropped is cut first: the others then have little to do. */
function cutUnseen(options: ProcessorOptions = {}, merges: boolean): Processor {
  const { filterThreshold: threshold, isHidden } = options;
  return root => {
    const isLoader = isLoaderNode();
    const isHiddenOnce = rememberByFrame(isHidden ?? (() => false));
    const isRemoved: RemovePredicate = (node, parent) =>
      isLoader(node, parent) || isHiddenOnce(node.frame);
    return cutIrrelevant({ threshold, isRemoved, merges })(root);
  };
}
