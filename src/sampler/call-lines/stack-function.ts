// The function of ours in a recorded thread that takes its stack (see `stack-taker.ts`): JavaScript that is evaluated
// there, so it relies on nothing that is not in the thread, and on nothing that the program may replace later.

/** Name of the scripts that ask; samples that hit them belong to the function that was interrupted. */
export const PROBE_URL = 'hotpath:probe';

/** Ends the text of a script that asks: gives it that name. */
export const PROBE_SOURCE = `\n//# sourceURL=${PROBE_URL}`;

/** How the thread names what {@link installAt} puts there. Each who asks needs a key of its own. */
export function holderOf(key: string): string {
  return `process[Symbol.for('hotpath.stack ${key}')]`;
}

/** After so many different places the function forgets them and counts anew, so that it keeps its size. */
const MAX_KNOWN = 20_000;

/** Puts the function into the thread: `usual` takes the innermost frames, `whole` the outermost of all. */
export function installAt(key: string): string {
  return `(${INSTALL})('hotpath.stack ${key}')`;
}

// Not by `process.hrtime`: a worker thread that writes a coverage report runs JavaScript again after Node.js has taken it
// down, and would crash of it. Between the two clocks the thread may be halted: the origin that is greatest is off by least.
const INSTALL = `name => {
  const { getOwnPropertyDescriptor, setPrototypeOf } = Object;
  const define = Object.defineProperty;
  const defineProperty = (object, key, own) => define(object, key, setPrototypeOf(own, null));
  const { stringify } = JSON;
  const ProgramError = Error;
  const { captureStackTrace } = Error;
  const now = performance.now.bind(performance);
  const { floor, max } = Math;
  let originUs = -Infinity;
  for (let i = 0; i < 5; i++)
    originUs = max(originUs, Number(process.hrtime.bigint()) / 1000 - now() * 1000);
  let known = new Map();
  const find = Map.prototype.get.call.bind(Map.prototype.get);
  const put = Map.prototype.set.call.bind(Map.prototype.set);
  const NewMap = Map;
  let count = 0;
  let limit = 0;
  let added = [];
  let isPrepared = false;
  let isCut = false;
  const number = site => {
    const script = site.getScriptNameOrSourceURL();
    if (!script) return -1;
    let places = find(known, script);
    if (places === undefined) put(known, script, (places = new NewMap()));
    const position = site.getPosition();
    let id = find(places, position);
    if (id === undefined) {
      put(places, position, (id = count++));
      added[added.length] = [
        site.getFunctionName() || '', script, site.getLineNumber(), site.getColumnNumber(),
        site.getEnclosingLineNumber(), site.getEnclosingColumnNumber(),
      ];
    }
    return id;
  };
  const prepare = (_error, sites) => {
    isPrepared = true;
    isCut = sites.length >= limit;
    let end = sites.length;
    while (end > 0 && sites[end - 1].isAsync()) end--;
    let text = '';
    for (let i = limit > 200 ? Math.max(0, end - 100) : 0; i < end; i++) {
      const id = number(sites[i]);
      if (id >= 0) text += text === '' ? id : ',' + id;
    }
    return text;
  };
  const ours = value => ({ value, writable: true, configurable: true });
  const take = frames => {
    const theirLimit = getOwnPropertyDescriptor(ProgramError, 'stackTraceLimit');
    const theirPrepare = getOwnPropertyDescriptor(ProgramError, 'prepareStackTrace');
    const target = {};
    const isFull = count > ${MAX_KNOWN};
    if (isFull) [known, count] = [new NewMap(), 0];
    [limit, added, isPrepared] = [frames, [], false];
    try {
      defineProperty(ProgramError, 'stackTraceLimit', ours(frames));
      defineProperty(ProgramError, 'prepareStackTrace', ours(prepare));
      const beginUs = now() * 1000;
      captureStackTrace(target, take);
      const places = target.stack;
      const us = floor(now() * 1000 - beginUs);
      const text = (isFull ? 'anew ' : '') + (isCut ? 'cut ' : '') + floor(originUs + beginUs) + ' ' + us + ' ' + places;
      if (!isPrepared) return null;
      return added.length === 0 ? text : text + '\\n' + stringify(added);
    } finally {
      if (theirLimit) defineProperty(ProgramError, 'stackTraceLimit', theirLimit);
      else delete ProgramError.stackTraceLimit;
      if (theirPrepare) defineProperty(ProgramError, 'prepareStackTrace', theirPrepare);
      else delete ProgramError.prepareStackTrace;
    }
  };
  const value = { usual: () => take(200), whole: () => take(200000) };
  defineProperty(process, Symbol.for(name), { value, configurable: true });
}`;
