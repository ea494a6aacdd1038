// `hotpath --attach`: a program that runs already is recorded, and goes on.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { perform } from './run-command.ts';
import { attach } from '../../src/sampler/attach.ts';

/** The part of a node of the JSON report that is looked at. */
interface JsonNode {
  readonly function: string;
  readonly totalMs: number;
  readonly children: readonly JsonNode[];
}

const folder = mkdtempSync(join(tmpdir(), 'attach-test-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const PROGRAM = `
function hot() { const end = Date.now() + 20; while (Date.now() < end); }
setInterval(hot, 40);
process.stdin.on('data', () => { console.log('still here'); process.exit(7); });
console.log('ready');`;

function findNodes(root: JsonNode): JsonNode[] {
  return [root, ...root.children.flatMap(findNodes)];
}

describe('hotpath --attach', () => {
  it('records a process by its id and leaves it running, its inspector closed', async () => {
    const program = spawn(process.execPath, ['--inspect-port=0', '-e', PROGRAM], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    program.stderr.on('data', data => said.push(String(data)));
    await once(program.stdout, 'data');
    const { stdout, stderr, outcome } = await perform(
      ['--attach', String(program.pid), '--duration', '1.2', '--show-all', '-r', 'json'],
      { attach, cwd: folder },
    );
    assert.equal(stderr, '');
    assert.deepEqual(outcome, { code: 0 });
    const report = JSON.parse(stdout) as { lanes: { root: JsonNode }[] };
    const nodes = report.lanes.flatMap(lane => findNodes(lane.root));
    const root = report.lanes[0]?.root.totalMs ?? 0;
    // Which of its functions ran is not always seen: V8 leaves out code that was optimised before it began to sample.
    const busy = nodes.find(node => node.function === 'processTimers')?.totalMs ?? 0;
    assert.ok(
      busy > root * 0.25 && busy < root * 0.75,
      `timers ran half of ${root} ms, not ${busy}`,
    );
    // It may exit before all of the pipe is told so.
    program.stdin.on('error', () => undefined);
    program.stdin.write('go on');
    const [line] = (await once(program.stdout, 'data')) as [Buffer];
    assert.equal(line.toString(), 'still here\n');
    const [code] = (await once(program, 'close')) as [number];
    assert.equal(code, 7);
    assert.match(said.join(''), /Debugger ending/);
  });

  it('says plainly that there is no such process', async () => {
    const { stderr, outcome } = await perform(['--attach', '999999999'], { attach });
    assert.match(stderr, /^hotpath: There is no process 999999999[^\n]*\n$/);
    assert.deepEqual(outcome, { code: 1 });
  });

  it('refuses an inspector on another machine', async () => {
    const { stderr, outcome } = await perform(['--attach', 'ws://192.0.2.1:9229/x'], { attach });
    assert.match(stderr, /is not on this machine/);
    assert.deepEqual(outcome, { code: 1 });
  });

  it('does not understand a target that is none', async () => {
    const { stderr, outcome } = await perform(['--attach', 'nonsense']);
    assert.match(stderr, /^hotpath: --attach nonsense[^\n]*\n$/);
    assert.deepEqual(outcome, { code: 2 });
  });
});
