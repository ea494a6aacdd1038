// What `hotpath --help` prints: one screen.

import { VERSION } from '../model/version.ts';

/** The help text: 80 columns, and with the prompt below it 24 rows. */
export function helpText(): string {
  return `hotpath ${VERSION} shows which lines make a Node.js program slow.

  hotpath [options] FILE [args…]     run JavaScript or TypeScript; -: from stdin
  hotpath [options] -m NAME [args…]  run a package's command; --bin: on PATH
  hotpath [options] -e CODE [args…]  run code
  hotpath --attach PID|:PORT|ws://…  record a running one; --duration SECONDS
  hotpath --load FILE                show a saved session, or a .cpuprofile
  hotpath --load-prev ID             show one of the last reports: see --list

  -o, --outfile FILE         write the report there; its ending tells the format
  -r, --renderer NAME        text html json markdown speedscope cpuprofile
                             folded pprof session, or a module: ./mine.js
  -p, --render-option K[=V]  such as flat, time=percent, lines=false, lane=1
  -t, --timeline             in the order of time; calls are not added up
  -i, --interval TIME        between samples: 1, 0.5, 500us; default 1 (ms)
  --hide, --show GLOB        fold these files too, or never; --hide-regex REGEX,
                             --show-regex REGEX; --show-all leaves nothing out
  --[no-]color, --[no-]unicode, --[no-]status   what the terminal is to show
  --target-description TEXT  what the report calls it; {args}: its command line
  --node PATH                the Node.js to run; its options may stand here, too

Examples: hotpath server.js --port 80     hotpath -o report.html -m vitest run
          hotpath --version               hotpath --load a.hotpath -p flat
`;
}
