/** Programs whose truth is known, for the tests of features. */

/** Spends three times as much time in `heavy` as in `light`; loops on line 3. */
export const SPIN = `function spin(ms) {
  const end = Date.now() + ms;
  while (Date.now() < end);
}

function heavy() {
  spin(900);
}

function light() {
  spin(300);
}

heavy();
light();
console.log('done');
`;

/** The lines of {@link SPIN} that take more than a tenth of its time. */
export const SPIN_LINES = [3, 7, 11, 14, 15];

/** On a busy machine others take more than a hundredth. */
export const SPIN_SETTINGS = { 'hotpath.annotations.threshold': 10 };

/** Runs until it is stopped, and says on which terminal. */
export const ENDLESS = `function forever() {
  for (let i = 0; ; i++) if (i % 1e6 === 0) tick();
}

function tick() {
  Math.sqrt(2);
}

console.log('terminal:', process.stdout.isTTY === true, process.argv.slice(2).join('|'));
forever();
`;

/** Waits 600 ms in all on line 4, three times. */
export const WAIT = `import { setTimeout as sleep } from 'node:timers/promises';

async function load() {
  await sleep(200);
}

for (let i = 0; i < 3; i++) await load();
`;
