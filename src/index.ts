// The library: everything that `import … from 'hotpath'` offers.

export { ProfileError } from './model/errors.ts';
export type { ProfileErrorCode } from './model/errors.ts';
export type { Frame, FrameKind, Micros } from './model/frame.ts';
export { buildCallTree } from './model/call-tree.ts';
export type { CallNode, CallTreeOptions } from './model/call-tree.ts';
export { combineSessions } from './model/combine-sessions.ts';
export { findHotPath } from './model/hot-path.ts';
export { buildLineTimes } from './model/line-times.ts';
export type { FileTimes, FunctionTime, LineTime } from './model/line-times.ts';
export type {
  AwaitTable,
  ExitStatus,
  FrameTable,
  LaneData,
  LineShares,
  SampleTable,
  SessionData,
  SessionMeta,
  StackTable,
} from './model/session.ts';
export { VERSION } from './model/version.ts';

export { aggregateCalls } from './processors/aggregate-calls.ts';
export { defaultProcessors, timelineProcessors } from './processors/default-processors.ts';
export type { ProcessorOptions, TreeOptions } from './processors/default-processors.ts';
export { groupLibraryFrames } from './processors/group-library-frames.ts';
export type { GroupOptions } from './processors/group-library-frames.ts';
export { applyProcessors } from './processors/processor.ts';
export type { Processor } from './processors/processor.ts';
export { removeFirstFrames } from './processors/remove-first-frames.ts';
export { removeHiddenFrames, removeLoaderFrames } from './processors/remove-frames.ts';
export { removeIrrelevant } from './processors/remove-irrelevant.ts';
export { mergeConsecutiveSelf, removeUnnecessarySelf } from './processors/self-nodes.ts';

export { encodeCpuProfile as renderCpuProfile } from './formats/cpuprofile.ts';
export { encodeFolded as renderFolded } from './formats/folded.ts';
export { renderGzippedPprof as renderPprof, renderSpeedscope } from './format-renderers.ts';
export type { SpeedscopeRenderOptions } from './format-renderers.ts';
export { encodeSession as renderSession } from './formats/session.ts';
export { renderConsole } from './renderers/console.ts';
export type { ConsoleOptions } from './renderers/console.ts';
export type { HtmlOptions } from './renderers/html.ts';
export { renderJson } from './renderers/json.ts';
export type { JsonOptions } from './renderers/json.ts';
export { renderMarkdown } from './renderers/markdown.ts';
export type { MarkdownOptions } from './renderers/markdown.ts';
export type { ReadLine } from './renderers/hot-lines.ts';

export { load } from './load.ts';
export { profile, profiled } from './profile.ts';
export type { AnyFunction, MethodDecorator, ProfileOptions } from './profile.ts';
export { Profiler } from './profiler.ts';
export type { PrintOptions, ProfilerOptions } from './profiler-options.ts';
export { extensionOf, htmlReport, render } from './renderer.ts';
export type {
  HtmlReport,
  Renderer,
  RendererName,
  RendererOutput,
  RenderFunction,
} from './renderer.ts';
export type { AsyncMode } from './sampler/in-process/recording.ts';
