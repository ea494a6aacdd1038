// Outlines of program texts.

import assert from 'node:assert/strict';
import { buildOutline } from '../../src/sourcemap/syntax/outline.ts';
import type { Outline } from '../../src/sourcemap/syntax/outline.ts';
import type { OutlineFunction } from '../../src/sourcemap/syntax/outline-parts.ts';

/** The outline of a text that can be parsed. */
export function outlineOf(text: string): Outline {
  return buildOutline(text) ?? assert.fail('The text cannot be parsed.');
}

/** The only function of this name. */
export function named(outline: Outline, name: string): OutlineFunction {
  const [fn, ...others] = outline.functions.filter(at => at.name === name);
  assert.equal(others.length, 0, `${name} is there once`);
  return fn ?? assert.fail(`There is no ${name}.`);
}
