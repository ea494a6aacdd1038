// Every option of the command, once: what it is called, whether it takes a value, and what help says about it.

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
  'timeline' | 'showAll' | 'color' | 'unicode' | 'status' | 'list' | 'version' | 'help';

/** One option. */
export type OptionSpec = {
  /** All its spellings; short ones have one dash and one letter. */
  readonly flags: readonly string[];
  /** What help says; options without it are left out there. */
  readonly help?: string;
} & (
  | {
      readonly name: ValueName;
      /** What help calls the value. */
      readonly value: string;
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

/** In the order of help. */
export const OPTIONS: readonly OptionSpec[] = [
  { name: 'package', flags: ['-m'], value: 'PACKAGE', endsOptions: true },
  { name: 'eval', flags: ['-e', '--eval'], value: 'CODE', endsOptions: true },
  { name: 'load', flags: ['--load'], value: 'FILE' },
  { name: 'attach', flags: ['--attach'], value: 'PID|PORT|ws://…' },
  {
    name: 'duration',
    flags: ['--duration'],
    value: 'SECONDS',
    help: 'with --attach: how long; default: until Ctrl-C',
  },
  {
    name: 'outfile',
    flags: ['-o', '--outfile'],
    value: 'FILE',
    help: 'write the report there; its ending tells the format',
  },
  { name: 'renderer', flags: ['-r', '--renderer'], value: 'NAME' },
  {
    name: 'rendererOption',
    flags: ['-p', '--render-option'],
    value: 'KEY[=VALUE]',
    help: 'such as flat, time=percent, lines=false, lane=1',
  },
  {
    name: 'timeline',
    flags: ['-t', '--timeline'],
    help: 'in the order of time; calls are not added up',
  },
  {
    name: 'interval',
    flags: ['-i', '--interval'],
    value: 'TIME',
    help: 'between samples: 1, 1ms, 500us; default 1ms',
  },
  {
    name: 'hide',
    flags: ['--hide'],
    value: 'GLOB',
    help: 'fold these files too; or --hide-regex RE',
  },
  { name: 'hideRegex', flags: ['--hide-regex'], value: 'RE' },
  {
    name: 'show',
    flags: ['--show'],
    value: 'GLOB',
    help: 'never fold these files; or --show-regex RE',
  },
  { name: 'showRegex', flags: ['--show-regex'], value: 'RE' },
  { name: 'showAll', flags: ['--show-all'], help: 'fold, hide and drop nothing' },
  {
    name: 'color',
    flags: ['--color'],
    negatable: true,
    help: 'default: on a terminal; NO_COLOR, FORCE_COLOR',
  },
  {
    name: 'unicode',
    flags: ['--unicode'],
    negatable: true,
    help: 'default: by the locale',
  },
  {
    name: 'status',
    flags: ['--status'],
    negatable: true,
    help: 'time and samples while it runs, on a terminal',
  },
  {
    name: 'targetDescription',
    flags: ['--target-description'],
    value: 'TEXT',
    help: 'what the report calls it; {args}: its command',
  },
  {
    name: 'node',
    flags: ['--node'],
    value: 'PATH',
    help: 'the Node.js that runs it; default: node',
  },
  {
    name: 'loadPrev',
    flags: ['--load-prev'],
    value: 'ID',
    help: 'show one of the last reports again',
  },
  { name: 'list', flags: ['--list'], help: 'list the last reports' },
  { name: 'version', flags: ['--version'], help: 'print versions' },
  { name: 'help', flags: ['-h', '--help'], help: 'print this' },
];
