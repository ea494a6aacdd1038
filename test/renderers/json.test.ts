import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SessionData } from '../../src/model/session.ts';
import { renderJson } from '../../src/renderers/json.ts';
import type { JsonOptions } from '../../src/renderers/json.ts';
import { assertGolden } from '../helpers/golden.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { webServer } from './web-server.ts';

interface JsonNode {
  readonly function: string;
  readonly class: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly kind: string;
  readonly totalMs: number;
  readonly selfMs: number;
  readonly waitingMs: number;
  readonly samples: number;
  readonly groupId?: number;
  readonly children: readonly JsonNode[];
}
interface JsonReport {
  readonly [key: string]: unknown;
  readonly lanes: readonly {
    readonly name: string;
    readonly durationMs: number;
    readonly root: JsonNode;
  }[];
  readonly files: readonly {
    readonly path: string;
    readonly lines: readonly Record<string, unknown>[];
  }[];
}

function reportOf(session: SessionData, options?: JsonOptions): JsonReport {
  return JSON.parse(renderJson(session, options)) as JsonReport;
}

function nodesOf(report: JsonReport): JsonNode[] {
  const nodes = report.lanes.map(lane => lane.root);
  for (let i = 0; i < nodes.length; i++) nodes.push(...nodes[i]!.children);
  return nodes;
}

describe('renderJson', () => {
  it('tells what was run, when, and how it ended', () => {
    const { lanes, files, ...facts } = reportOf(webServer({ exit: { code: 3, signal: null } }));
    assert.deepEqual(facts, {
      format: 'hotpath-report',
      version: 1,
      program: 'server.js',
      startTime: '2026-01-02T22:13:20.000Z',
      durationMs: 1000,
      cpuTimeMs: 500,
      intervalMs: 1,
      sampleCount: 10,
      exit: { code: 3, signal: null },
      cwd: '/app',
      nodeVersion: 'v20.20.2',
      notes: [],
    });
    assert.equal(lanes.length, 1);
    assert.equal(files.length, 10);
  });

  it('gives every node its function, times in milliseconds and children', () => {
    const session = parseProfile(`
      Svc.load@/app/a.js:3:5 > [await] 1500us
      Svc.load@/app/a.js:3:5 > parse@/app/b.js:1:1 500us
    `);
    assert.deepEqual(reportOf(session).lanes[0]?.root, {
      ...{ function: 'load', class: 'Svc', file: '/app/a.js', line: 3, column: 5 },
      ...{ kind: 'application', totalMs: 2, selfMs: 0, waitingMs: 1.5, samples: 2 },
      children: [
        {
          ...{ function: '[await]', class: null, file: null, line: null, column: null },
          ...{ kind: 'synthetic', totalMs: 1.5, selfMs: 1.5, waitingMs: 1.5, samples: 1 },
          children: [],
        },
        {
          ...{ function: 'parse', class: null, file: '/app/b.js', line: 1, column: 1 },
          ...{ kind: 'application', totalMs: 0.5, selfMs: 0.5, waitingMs: 0, samples: 1 },
          children: [],
        },
      ],
    });
  });

  it('gives totals that are self time plus the totals of the children', () => {
    for (const node of nodesOf(reportOf(webServer()))) {
      const sum = node.children.reduce((total, child) => total + child.totalMs, node.selfMs);
      assert.ok(Math.abs(sum - node.totalMs) < 1e-6, node.function);
    }
  });

  it('numbers the groups of library frames', () => {
    const grouped = nodesOf(reportOf(webServer())).filter(node => node.groupId !== undefined);
    assert.deepEqual(
      grouped.map(node => `${node.function} ${node.groupId ?? ''}`),
      [
        'handle 1',
        'next 1',
        'handle_request 1',
        '[self] 1',
        '_query 2',
        '[self] 2',
        'parse 2',
        '[self] 2',
        'emit 2',
      ],
    );
  });

  it('gives the whole tree, ungrouped, when all is to be shown', () => {
    const nodes = nodesOf(reportOf(webServer(), { showAll: true }));
    assert.ok(nodes.some(node => node.function === 'listen'));
    assert.ok(nodes.every(node => node.groupId === undefined));
  });

  it('gives each lane its own tree', () => {
    const session = parseProfile(`
      main 3ms
      lane worker 1 pid=7 thread=1 start=2ms
      work 5ms
    `);
    const { lanes } = reportOf(session);
    assert.deepEqual(
      lanes.map(lane => [lane.name, lane.durationMs, lane.root.function, lane.root.totalMs]),
      [
        ['main', 3, 'main', 3],
        ['worker 1', 5, 'work', 5],
      ],
    );
    assert.deepEqual(
      reportOf(session, { lane: 1 }).lanes.map(lane => lane.name),
      ['worker 1'],
    );
  });

  it('gives the times of all lines, whatever the tree leaves out', () => {
    const { files } = reportOf(webServer());
    const db = files.find(file => file.path === '/app/src/db.js');
    const waiting = { count: 4, totalMs: 900, maxMs: 300 };
    assert.deepEqual(db?.lines, [
      { line: 8, selfMs: 0, totalMs: 500, waitingMs: 500, samples: 2, awaits: waiting },
      { line: 9, selfMs: 0, totalMs: 150, waitingMs: 0, samples: 3, awaits: null },
    ]);
  });

  it('writes trees 100,000 calls deep', () => {
    const builder = parseProfile('f@/app/a.js:1 1ms');
    const depth = 100_000;
    const stacks = {
      parent: Array.from({ length: depth }, (_, i) => i - 1),
      frame: Array.from({ length: depth }, () => 0),
    };
    const lane = builder.lanes[0]!;
    const samples = { stack: [depth - 1], durationUs: [1000] };
    const text = renderJson({ ...builder, stacks, lanes: [{ ...lane, samples }] });
    assert.equal(text.match(/"function":"f"/g)?.length, depth);
    assert.ok(text.includes(']}'.repeat(depth)));
  });

  it('gives an empty tree where nothing was recorded', () => {
    const root = reportOf(parseProfile('lane main')).lanes[0]?.root;
    assert.equal(root?.function, '<program>');
    assert.equal(root.totalMs, 0);
  });

  it('looks as before', () => {
    const text = JSON.stringify(JSON.parse(renderJson(webServer())), null, 1);
    assertGolden('json/web-server.json', `${text}\n`);
  });
});
