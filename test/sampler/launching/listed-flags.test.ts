// The options that a Node.js says it takes are those that it does take.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { listFlags, parseFlags } from '../../../src/sampler/launching/listed-flags.ts';
import { KNOWN_FLAGS } from '../../../src/sampler/node-flags.ts';
import { NODE } from '../../helpers/node-under-test.ts';

/** `--print` has its code behind it, `--print -e` has not; a config file may be named, or is the usual one. */
const OF_SEVERAL_KINDS = /^(?:-p|--print|--config-file|--experimental-default-config-file)$/;

describe('listFlags', () => {
  it('counts the arguments of options as Node.js does', async () => {
    const { count } = await listFlags(NODE);
    const value: Readonly<Record<string, string>> = {
      '--title': 'a',
      '--report-signal': 'SIGUSR2',
    };
    for (const [argument, expected] of [
      ['--title', 2],
      ['--title=a', 1],
      ['--report-signal', 2],
      ['--single-threaded', 1],
      ['--single_threaded', 1],
      ['--nosingle-threaded', 1],
      ['--no-single-threaded', 1],
      ['-single-threaded', 1],
      ['--max-semi-space-size=64', 1],
      ['--no-warnings', 1],
      ['--no-such-option', 0],
      ['--nowarnings', 0],
      ['-y', 0],
    ] as const) {
      assert.equal(count(argument), expected, argument);
      const given = [argument, ...(expected === 2 ? [value[argument] ?? ''] : [])];
      const { status } = spawnSync(NODE, [...given, '-e', '0']);
      assert.equal(status, expected === 0 ? 9 : 0, argument);
    }
  });

  it('agrees with what is known without asking', async () => {
    const { count, names } = await listFlags(NODE);
    for (const name of names) {
      const known = KNOWN_FLAGS.count(name);
      if (known !== 0 && !OF_SEVERAL_KINDS.test(name)) assert.equal(count(name), known, name);
    }
  });

  it('rejects when the Node.js does not answer', async () => {
    await assert.rejects(listFlags('/bin/false'), { code: 'no-node' });
  });
});

describe('parseFlags', () => {
  it('understands both lists', () => {
    const help = `Options:
  -                           script read from stdin
  --                          indicate the end of node options
  -C, --conditions=...        additional
  --inspect[=[host:]port]     activate
  --debug-port, --inspect-port=[host:]port
                              set --not-an-option=...
  -i, --interactive           always
`;
    const v8 = `SSE3=1
Options:
  --use-strict (enforce strict mode)
        type: bool  default: --no-use-strict
  --stack-size (default size of stack)
        type: int  default: --stack-size=984
`;
    const { count, names } = parseFlags(help, v8);
    assert.deepEqual([...names].sort(), [
      ...['--conditions', '--debug-port', '--inspect', '--inspect-port', '--interactive'],
      ...['--stack-size', '--use-strict', '-C', '-i'],
    ]);
    assert.equal(count('-C'), 2);
    assert.equal(count('--inspect'), 1);
    assert.equal(count('--inspect-port'), 2);
    assert.equal(count('--nouse_strict'), 1);
    assert.equal(count('--not-an-option'), 0);
  });
});
