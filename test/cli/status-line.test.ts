import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { showStatusLine, statusText } from '../../src/cli/status-line.ts';
import { Screen } from './screen.ts';

interface Terminal {
  readonly screen: Screen;
  readonly writes: string[];
  rows: number;
}

/** Starts a status line on a terminal of 6 rows; time passes by `context.mock.timers.tick`. */
function start(context: TestContext, before = ''): { terminal: Terminal; hide: () => void } {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const terminal: Terminal = { screen: new Screen(6), writes: [], rows: 6 };
  terminal.screen.write(before);
  const stream = {
    isTTY: true,
    columns: 40,
    get rows() {
      return terminal.rows;
    },
    write(data: string | Uint8Array): boolean {
      terminal.writes.push(String(data));
      terminal.screen.write(String(data));
      return true;
    },
  };
  const hide = showStatusLine({
    stream,
    progress: () => ({ elapsedUs: 1_234_567, samples: 1200 }),
  });
  return { terminal, hide };
}

const STATUS = 'hotpath  1.2 s  1,200 samples';

describe('showStatusLine', () => {
  it('shows nothing for programs that end at once', context => {
    const { terminal, hide } = start(context);
    context.mock.timers.tick(499);
    hide();
    context.mock.timers.tick(1000);
    assert.deepEqual(terminal.writes, []);
  });

  it('shows elapsed time and samples in the last row', context => {
    const { terminal, hide } = start(context, 'output\n');
    context.mock.timers.tick(500);
    assert.equal(terminal.screen.text, `output\n\n\n\n\n${STATUS}`);
    hide();
  });

  it('lets the program write where it was', context => {
    const { terminal, hide } = start(context, 'a\nhalf ');
    context.mock.timers.tick(500);
    terminal.screen.write('a line\n');
    context.mock.timers.tick(250);
    terminal.screen.write('next');
    assert.equal(terminal.screen.text, `a\nhalf a line\nnext\n\n\n${STATUS}`);
    hide();
  });

  it('lets output scroll above it', context => {
    const { terminal, hide } = start(context, '1\n2\n3\n4\n5\n6');
    context.mock.timers.tick(500);
    terminal.screen.write('!\n7\n8');
    context.mock.timers.tick(250);
    assert.equal(terminal.screen.text, `4\n5\n6!\n7\n8\n${STATUS}`);
    hide();
  });

  it('leaves no trace', context => {
    const { terminal, hide } = start(context, '1\n2\n3\n4\n5\n6');
    context.mock.timers.tick(2000);
    terminal.screen.write('\n7\n');
    hide();
    assert.equal(terminal.screen.text, '4\n5\n6\n7');
    terminal.screen.write('8\n9\n10\n');
    assert.equal(terminal.screen.text, '6\n7\n8\n9\n10');
  });

  it('draws at most four times a second', context => {
    const { terminal, hide } = start(context);
    for (let i = 0; i < 2000; i++) context.mock.timers.tick(1);
    assert.ok(
      terminal.writes.length <= 8 && terminal.writes.length >= 6,
      String(terminal.writes.length),
    );
    hide();
  });

  it('leaves a terminal of a few rows to the program', context => {
    const { terminal, hide } = start(context);
    terminal.rows = 4;
    context.mock.timers.tick(2000);
    assert.deepEqual(terminal.writes, []);
    hide();
  });
});

describe('statusText', () => {
  it('is one short line', () => {
    assert.equal(statusText({ elapsedUs: 0, samples: 1 }), 'hotpath  0.0 s  1 sample');
    assert.equal(
      statusText({ elapsedUs: 754_000_000, samples: 1_234_567 }),
      'hotpath  754.0 s  1,234,567 samples',
    );
  });
});
