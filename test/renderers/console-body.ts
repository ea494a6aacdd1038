// Reports for the console without their head, as text.

import assert from 'node:assert/strict';
import { renderConsole } from '../../src/renderers/console.ts';
import type { ConsoleOptions } from '../../src/renderers/console.ts';
import type { SessionData } from '../../src/model/session.ts';
import { dedent, parseProfile } from '../helpers/profile-text.ts';

/** The report from the first line of the tree on, without the empty line at its end. */
export function bodyOf(session: SessionData, options: ConsoleOptions = {}): string {
  const text = renderConsole(session, { unicode: true, ...options });
  const head = /Program: .*\n(?:Exit code.*\n|Ended by.*\n)?\n/.exec(text);
  assert.ok(head !== null, text);
  return text.slice(head.index + head[0].length).replace(/\n\n$/, '');
}

/** Asserts what the report of a profile looks like, likewise. */
export function check(profile: string, options: ConsoleOptions, expected: string): void {
  assert.equal(bodyOf(parseProfile(profile), options), dedent(expected));
}
