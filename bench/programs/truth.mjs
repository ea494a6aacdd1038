// What a program knows about its own time, measured by itself: each step notes from when to when it ran or waited, and
// for which marks. A mark `a` stands for the line of the program that ends in `// #a`.
//
//   const t = now();
//   work(300); // #a
//   ran(t, 'a', 'main');        it ran since t: at #a, called from #main
//
//   const t = now();
//   await sleep(100); // #b
//   waited(t, 'b', 'main');     it was suspended since t: at #b, which #main awaits
//
// Waiting is wall-clock time in which nothing ran, shared equally by those who were suspended (innermost ones only).

const begin = performance.now();
const runs = [];
const waits = [];

/** Milliseconds since some moment. */
export const now = () => performance.now();

/** The program ran from `since` to now, below all of these marks. Runs that overlap must not share a mark. */
export function ran(since, ...marks) {
  runs.push({ since, until: now(), marks });
}

/** The program was suspended from `since` to now, below all of these marks. */
export function waited(since, ...marks) {
  waits.push({ since, until: now(), marks });
}

/** Keeps the processor busy. */
export function spin(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Settles after that long. */
export function sleep(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}

/** How much longer than by default the program is to run. */
export const scale = Number(process.env['BENCH_SCALE'] ?? 1);

process.once('exit', () => {
  const totalMs = now() - begin;
  const marks = {};
  const add = (mark, what, ms) => {
    marks[mark] ??= { totalMs: 0, waitingMs: 0 };
    marks[mark][what] += ms;
  };
  for (const { since, until, marks: of } of runs)
    for (const mark of new Set(of)) add(mark, 'totalMs', until - since);
  for (const { marks: of, ms } of shareIdleTime())
    for (const mark of new Set(of)) {
      add(mark, 'totalMs', ms);
      add(mark, 'waitingMs', ms);
    }
  console.log(`TRUTH ${JSON.stringify({ totalMs, marks })}`);
});

/** The idle time between any two events, in equal parts to all who were suspended then. */
function shareIdleTime() {
  const moments = [...runs, ...waits].flatMap(({ since, until }) => [since, until]);
  const sorted = [...new Set(moments)].sort((a, b) => a - b);
  const shares = [];
  for (let i = 1; i < sorted.length; i++) {
    const middle = (sorted[i - 1] + sorted[i]) / 2;
    const covers = ({ since, until }) => since < middle && middle < until;
    if (runs.some(covers)) continue;
    const suspended = waits.filter(covers);
    for (const { marks } of suspended)
      shares.push({ marks, ms: (sorted[i] - sorted[i - 1]) / suspended.length });
  }
  return shares;
}
