import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPyinstrument } from '../../src/formats/pyinstrument.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { ProfileError } from '../../src/model/errors.ts';
import { renderConsole } from '../../src/renderers/console.ts';
import { decodeSession, encodeSession } from '../../src/formats/session.ts';
import { dedent, printTree } from '../helpers/profile-text.ts';

const MAIN = '<module>\0/app/main.py\u00001';
const LOAD = 'load\0/app/users.py\u00004';
const JSON_LOADS = 'loads\0/usr/lib/python3/json/__init__.py\u0000299';

function sessionOf(records: readonly unknown[], facts: object = {}) {
  return readPyinstrument({
    start_time: 1_700_000_000,
    duration: 0.01,
    min_interval: 0.001,
    max_interval: 0.001,
    sample_count: records.length,
    start_call_stack: [MAIN],
    target_description: 'Program: main.py',
    cpu_time: 0.004,
    sys_path: ['/app', '/usr/lib/python3'],
    sys_prefixes: ['/usr'],
    frame_records: records,
    ...facts,
  });
}

describe('readPyinstrument', () => {
  it('keeps all folders from which modules are named, in session files as well', () => {
    const session = sessionOf([[[MAIN], 0.001]]);
    const { cwd, moduleFolders } = decodeSession(encodeSession(session)).meta;
    assert.deepEqual([cwd, moduleFolders], ['/app', ['/usr/lib/python3']]);
  });

  it('reads functions, classes, waiting and whose code it is', () => {
    const session = sessionOf([
      [[MAIN, `${LOAD}\u0001cUsers\u0001l6`, JSON_LOADS], 0.003],
      [[MAIN, `${LOAD}\u0001cUsers\u0001l7`, '[await]'], 0.006],
      [[MAIN, 'len\0<built-in>\u00000'], 0.001],
    ]);
    assert.equal(
      printTree(buildCallTree(session), ['place', 'kind']),
      dedent(`
        <program> (synthetic) 10ms
          <module>@/app/main.py:1 (application) 10ms
            Users.load@/app/users.py:4 (application) 9ms
              [await] (synthetic) 6ms
              loads@/usr/lib/python3/json/__init__.py:299 (library) 3ms
            len@<built-in> (native) 1ms
      `),
    );
    const { meta, lanes } = session;
    assert.deepEqual(
      [meta.program, meta.startTime, meta.durationUs, meta.cpuTimeUs, meta.intervalUs],
      ['main.py', '2023-11-14T22:13:20.000Z', 10_000, 4000, 1000],
    );
    assert.deepEqual(
      [lanes[0]?.callLines.line, lanes[0]?.callLines.us],
      [
        [6, 7],
        [3000, 6000],
      ],
    );
  });

  it('leaves out the frames in which the profiler was started, but the innermost', () => {
    const session = sessionOf([[[MAIN, LOAD, JSON_LOADS], 0.01]], {
      start_call_stack: [MAIN, LOAD],
    });
    assert.match(renderConsole(session), /^0\.010 load {2}users\.py:4\n`- 0\.010 loads/m);
  });

  it("leaves out the frames of pyinstrument's own command", () => {
    const own = ['main\0/usr/lib/pyinstrument/__main__.py\u000029', '<module>\0<string>\u00001'];
    const session = sessionOf([[[...own, 'run_path\0<frozen runpy>\u00009', MAIN], 0.01]], {
      start_call_stack: [own[0]],
    });
    assert.match(renderConsole(session), /^0\.010 <module> {2}main\.py:1\n\n$/m);
  });

  it('says what is wrong with a file', () => {
    for (const records of [{}, [1], [[[MAIN]]], [[[7], 0.1]], [[[MAIN], -1]]]) {
      assert.throws(() => sessionOf([], { frame_records: records }), ProfileError);
    }
  });
});
