// Every option of the command, once: what it is called, and whether it takes a value.

/** Names of the options that take a value. */
export type ValueName =
  | 'outfile'
  | 'renderer'
  | 'rendererOption'
  | 'interval'
  | 'hide'
  | 'hideRegex'
  | 'show'
  | 'showRegex'
  | 'targetDescription'
  | 'load'
  | 'attach'
  | 'duration'
  | 'loadPrev'
  | 'node'
  | 'package'
  | 'eval';

/** Names of the options that are on or off. */
export type SwitchName =
  'bin' | 'timeline' | 'showAll' | 'color' | 'unicode' | 'status' | 'list' | 'version' | 'help';

/** One option. */
export type OptionSpec = {
  /** All its spellings; short ones have one dash and one letter. */
  readonly flags: readonly string[];
} & (
  | {
      readonly name: ValueName;
      /** What help calls the value. */
      readonly value: string;
      /** An empty text is a value. */
      readonly mayBeEmpty?: boolean;
      /** All that follows the value belongs to the program. */
      readonly endsOptions?: boolean;
    }
  | {
      readonly name: SwitchName;
      readonly value?: undefined;
      /** There is a `--no-…` spelling, too. */
      readonly negatable?: boolean;
    }
);

// prettier-ignore
/** Every option. What they do is said in `help.ts` and in docs/command.md. */
export const OPTIONS: readonly OptionSpec[] = [
  { name: 'package', flags: ['-m'], value: 'NAME', endsOptions: true },
  { name: 'eval', flags: ['-e', '--eval'], value: 'CODE', endsOptions: true, mayBeEmpty: true },
  { name: 'bin', flags: ['--bin', '--from-path'] },
  { name: 'load', flags: ['--load'], value: 'FILE' },
  { name: 'loadPrev', flags: ['--load-prev'], value: 'ID' },
  { name: 'list', flags: ['--list'] },
  { name: 'attach', flags: ['--attach'], value: 'PID|:PORT|ws://…' },
  { name: 'duration', flags: ['--duration'], value: 'SECONDS' },
  { name: 'outfile', flags: ['-o', '--outfile'], value: 'FILE' },
  { name: 'renderer', flags: ['-r', '--renderer'], value: 'NAME' },
  { name: 'rendererOption', flags: ['-p', '--render-option'], value: 'KEY[=VALUE]' },
  { name: 'timeline', flags: ['-t', '--timeline'] },
  { name: 'interval', flags: ['-i', '--interval'], value: 'TIME' },
  { name: 'hide', flags: ['--hide'], value: 'GLOB' },
  { name: 'hideRegex', flags: ['--hide-regex'], value: 'REGEX' },
  { name: 'show', flags: ['--show'], value: 'GLOB' },
  { name: 'showRegex', flags: ['--show-regex'], value: 'REGEX' },
  { name: 'showAll', flags: ['--show-all'] },
  { name: 'color', flags: ['--color'], negatable: true },
  { name: 'unicode', flags: ['--unicode'], negatable: true },
  { name: 'status', flags: ['--status'], negatable: true },
  { name: 'targetDescription', flags: ['--target-description'], value: 'TEXT', mayBeEmpty: true },
  { name: 'node', flags: ['--node'], value: 'PATH' },
  { name: 'version', flags: ['--version'] },
  { name: 'help', flags: ['-h', '--help'] },
];
