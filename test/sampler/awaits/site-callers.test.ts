import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AwaitFrame, AwaitSite } from '../../../src/sampler/await-batch.ts';
import { withCallers, withStarters } from '../../../src/sampler/awaits/site-callers.ts';

/** Frames written as `name:line`, innermost first; a function begins on a line that follows from its name. */
function site(text: string): AwaitSite {
  const frames = text.split(' ').map((part): AwaitFrame => {
    const [name = '', line] = part.split(':');
    const functionLine = name.charCodeAt(0);
    const place = { line: Number(line), column: 1, functionLine, functionColumn: 1 };
    return { name, url: 'file:///app.js', ...place, isAsync: false };
  });
  return { frames, plain: true, kind: 'await' };
}

function complete(text: string, ...sites: readonly string[]): string {
  const completed = withCallers([...sites, text].map(site)).at(-1);
  return (completed?.frames ?? []).map(({ name, line }) => `${name}:${line}`).join(' ');
}

describe('withCallers', () => {
  it('continues with those who called the outermost function before it first awaited', () => {
    assert.equal(complete('b:3 main:8', 'a:2 main:7 top:9'), 'b:3 main:8 top:9');
  });

  it('goes on through several functions that were resumed', () => {
    assert.equal(complete('c:4', 'c:3 b:5', 'b:2 a:6', 'a:1 top:9'), 'c:4 b:5 a:6 top:9');
  });

  it('leaves alone what has callers of its own, or none anywhere', () => {
    assert.equal(complete('b:3 other:8', 'b:2 main:7 top:9'), 'b:3 other:8');
    assert.equal(complete('b:3', 'a:2 main:7 top:9'), 'b:3');
  });

  it('takes the callers of the outermost call of a function that calls itself', () => {
    assert.equal(complete('f:4', 'f:1 f:2 f:2 top:9'), 'f:4 top:9');
  });

  it('takes them from where it was called, not from where a deep stack was cut off', () => {
    assert.equal(complete('f:4', 'f:1 f:2 f:2 f:2', 'f:2 top:9'), 'f:4 top:9');
  });

  it('goes through a function twice that calls itself by way of others, as a loader of modules does', () => {
    assert.equal(
      complete('b:4 run:5 a:3', 'a:1 run:5 load:2 top:9'),
      'b:4 run:5 a:3 run:5 load:2 top:9',
    );
  });

  it('ends where functions start one another for ever', () => {
    assert.equal(complete('f:4', 'f:1 g:2', 'g:1 f:2'), 'f:4 g:2');
  });
});

describe('withStarters', () => {
  const started = (...sites: readonly [text: string, after?: number][]): string => {
    const all = sites.map(([text, after]) => ({
      ...site(text),
      ...(after !== undefined && { after }),
    }));
    const { frames = [] } = withStarters(all).at(-1) ?? {};
    return frames.map(({ name, line }) => `${name}:${line}`).join(' ');
  };

  it('puts a callback on top of who passed it on, and on top of who passed on that', () => {
    assert.equal(started(['a:1 main:7'], ['b:2', 0], ['c:3', 1]), 'c:3 b:2 a:1 main:7');
  });

  it('has each function once, however often callbacks start one another', () => {
    assert.equal(started(['a:1 main:7'], ['b:2', 0], ['a:1', 1]), 'a:1 main:7');
  });
});
