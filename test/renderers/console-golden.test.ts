import { describe, it } from 'node:test';
import { renderConsole } from '../../src/renderers/console.ts';
import type { ConsoleOptions } from '../../src/renderers/console.ts';
import { assertGolden } from '../helpers/golden.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { WEB_SERVER_PROFILE, webServer } from './web-server.ts';

// The head shows local time.
process.env['TZ'] = 'UTC';

describe('renderConsole, as a whole', () => {
  const session = webServer();
  for (const [name, options] of Object.entries({
    default: { unicode: true },
    ascii: {},
    color: { unicode: true, color: true },
    'flat-color': { unicode: true, color: true, flat: true },
    percent: { unicode: true, time: 'percent' },
    short: { unicode: true, short: true },
    'show-all': { unicode: true, showAll: true },
    timeline: { unicode: true, timeline: true },
  } satisfies Record<string, ConsoleOptions>)) {
    it(`looks as before: ${name}`, () => {
      assertGolden(`console/${name}.txt`, renderConsole(session, options));
    });
  }

  it('looks as before: several lanes, notes and a failure', () => {
    const profile = `${WEB_SERVER_PROFILE}\nlane worker 1 thread=1\nwork@/app/w.js:1 500ms`;
    const meta = { notes: ['Awaits are an estimate.'], exit: { code: 1, signal: null } };
    const text = renderConsole(parseProfile(profile, meta), { unicode: true, lines: true });
    assertGolden('console/lanes.txt', text);
  });
});
