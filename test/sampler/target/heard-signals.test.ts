// Programs that listen for a signal once, as for a graceful end: by the time they are asked, nobody listens any more.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENDING_SIGNALS } from '../../../src/sampler/ending-signals.ts';
import { folderWith, hotpath } from '../../cli/run-command.ts';

for (const signal of ENDING_SIGNALS) {
  test(`A program that listens for ${signal} once may take its time, and the next one ends it`, async context => {
    const cwd = folderWith(context, {
      'app.js': `
        process.once('${signal}', () => {
          const end = performance.now() + 600;
          while (performance.now() < end);
          console.log('bye');
          setTimeout(() => process.kill(process.pid, '${signal}'), 600);
        });
        console.log('ready');
        setInterval(() => {}, 1000);
      `,
    });
    const ended = await hotpath(['-o', 'report.txt', 'app.js'], {
      cwd,
      onOutput: (stdout, child) => stdout === 'ready\n' && child.kill(signal),
    });
    assert.equal(ended.stdout, 'ready\nbye\n');
    assert.equal(ended.signal, signal);
  });
}
