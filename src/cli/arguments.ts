// Splits an argument list into options and what they are for. Options stop at the first argument that is none: all
// that follows belongs to the program.
//
//   hotpath -t -o out.txt server.js --port 80
//           └ options ──┘ └ program ────────┘

import { ProfileError } from '../model/errors.ts';
import { KNOWN_FLAGS } from '../sampler/node-flags.ts';
import type { NodeFlags } from '../sampler/node-flags.ts';
import { OPTIONS } from './option-table.ts';
import type { OptionSpec, SwitchName, ValueName } from './option-table.ts';
import { unknownOption } from './unknown-option.ts';

/** An argument list, taken apart. */
export interface SplitArguments {
  /** Values in the order in which they were given. */
  readonly values: ReadonlyMap<ValueName, readonly string[]>;
  /** The last word on each switch. */
  readonly switches: ReadonlyMap<SwitchName, boolean>;
  /** Options of Node.js, as given. */
  readonly nodeArgs: readonly string[];
  /** What is left: the program and its arguments, or only its arguments after `-m` and `-e`. */
  readonly rest: readonly string[];
}

/**
 * Takes the arguments (without `node` and the script) apart; `flags` are those of the Node.js that is to run. Throws a
 * `ProfileError` (`usage`).
 */
export function splitArguments(
  argv: readonly string[],
  flags: NodeFlags = KNOWN_FLAGS,
): SplitArguments {
  const reader = new ArgumentReader(argv, flags);
  reader.read();
  const { values, switches, nodeArgs, rest } = reader;
  return { values, switches, nodeArgs, rest };
}

class ArgumentReader {
  readonly values = new Map<ValueName, string[]>();
  readonly switches = new Map<SwitchName, boolean>();
  readonly nodeArgs: string[] = [];
  #rest: string[];

  constructor(
    argv: readonly string[],
    private readonly flags: NodeFlags,
  ) {
    this.#rest = [...argv];
  }

  get rest(): readonly string[] {
    return this.#rest;
  }

  read(): void {
    for (let next = this.#rest[0]; next !== undefined; next = this.#rest[0]) {
      if (!next.startsWith('-') || next === '-') return;
      this.#rest.shift();
      if (next === '--') return;
      const ends = next.startsWith('--') ? this.#readLong(next) : this.#readShort(next);
      if (ends) return;
    }
  }

  /** `--name`, `--name value`, `--name=value`, `--no-name`. Returns whether options end here. */
  #readLong(text: string): boolean {
    const equals = text.indexOf('=');
    const flag = equals < 0 ? text : text.slice(0, equals);
    const attached = equals < 0 ? undefined : text.slice(equals + 1);
    const on = !flag.startsWith('--no-');
    const spec = findOption(on ? flag : `--${flag.slice('--no-'.length)}`);
    if (spec === undefined || (!on && !isNegatable(spec))) return this.#passOn(text);
    if (spec.value !== undefined) return this.#takeValue(spec, flag, attached);
    if (attached !== undefined) throw usage(`${flag} takes no value.`);
    this.switches.set(spec.name, on);
    return false;
  }

  /** `-t`, `-o value`, `-ovalue`, `-to value`. Returns whether options end here. */
  #readShort(text: string): boolean {
    for (let i = 1; i < text.length; i++) {
      const flag = `-${text.charAt(i)}`;
      const spec = findOption(flag);
      if (spec === undefined && i === 1) return this.#passOn(text);
      if (spec === undefined) throw unknownOption(flag, this.flags);
      if (spec.value !== undefined) {
        return this.#takeValue(spec, flag, i + 1 < text.length ? text.slice(i + 1) : undefined);
      }
      this.switches.set(spec.name, true);
    }
    return false;
  }

  /** What is no option of ours may be one of Node.js: it goes to the program's as it is. Where both have a letter, it is ours. */
  #passOn(text: string): boolean {
    const count = this.flags.count(text);
    if (count === 0)
      throw unknownOption(text.startsWith('--') ? text : text.slice(0, 2), this.flags);
    this.nodeArgs.push(text);
    if (count === 1) return false;
    const value = this.#rest.shift();
    if (value === undefined) throw usage(`${text} needs a value.`);
    this.nodeArgs.push(value);
    return false;
  }

  #takeValue(
    spec: Extract<OptionSpec, { readonly name: ValueName }>,
    flag: string,
    attached: string | undefined,
  ): boolean {
    const value = attached ?? this.#rest.shift();
    if (value === undefined || (value === '' && spec.mayBeEmpty !== true))
      throw usage(`${flag} needs a value: ${flag} ${spec.value}.`);
    this.values.set(spec.name, [...(this.values.get(spec.name) ?? []), value]);
    return spec.endsOptions === true;
  }
}

function findOption(flag: string): OptionSpec | undefined {
  return OPTIONS.find(({ flags }) => flags.includes(flag));
}

function isNegatable(spec: OptionSpec): boolean {
  return spec.value === undefined && spec.negatable === true;
}

function usage(sentence: string): ProfileError {
  return new ProfileError('usage', sentence);
}
