// What `hotpath --help` prints: one screen.

import { VERSION } from '../model/version.ts';
import { OPTIONS } from './option-table.ts';
import type { OptionSpec } from './option-table.ts';

const LEFT = 31;
const WIDTH = 80;

/** The help text; `renderers` are the names that `-r` knows. */
export function helpText(renderers: readonly string[]): string {
  const names = `${renderers.join(', ')}, or a module: ./mine.js`;
  const options = OPTIONS.flatMap(spec => {
    const help = spec.name === 'renderer' ? names : spec.help;
    return help === undefined ? [] : rows(flagsOf(spec), help);
  });
  const lines = [
    `hotpath ${VERSION} shows which lines make a Node.js program slow.`,
    '',
    ...rows('hotpath [options] FILE [args…]', 'run a .js, .mjs, .cjs, .ts, .mts or .cts file'),
    ...rows('hotpath [options] -m NAME […]', "run a package's command"),
    ...rows('hotpath [options] -e CODE […]', 'run code'),
    ...rows('hotpath --attach PID|PORT|ws://', 'record a running program'),
    ...rows('hotpath --load FILE [options]', 'show a saved session or a .cpuprofile'),
    '',
    ...options,
    '',
    'Examples',
    ...rows('hotpath server.js --port 80', 'Ctrl-C ends it and prints the report'),
    ...rows('hotpath -o out.json build.ts', 'write the report as JSON'),
    ...rows('hotpath -m vitest run', 'profile a test run'),
    ...rows('hotpath --load a.hotpath -p flat', 'show a saved session as a flat list'),
  ];
  return `${lines.join('\n')}\n`;
}

/** Two columns; the right one is wrapped between words. */
function rows(left: string, right: string): string[] {
  const lines: string[] = [];
  let line = `  ${left.padEnd(LEFT)}`;
  for (const word of right.split(' ')) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ' '.repeat(LEFT + 2);
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function flagsOf(spec: OptionSpec): string {
  const negatable = spec.value === undefined && spec.negatable === true;
  const flags = spec.flags.map(flag => (negatable ? flag.replace('--', '--[no-]') : flag));
  return [flags.join(', '), spec.value ?? ''].join(' ').trim();
}
