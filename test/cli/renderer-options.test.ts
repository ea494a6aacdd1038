import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRendererOptions, parseRendererOptions } from '../../src/cli/renderer-options.ts';
import type { OptionTypes } from '../../src/cli/renderer-options.ts';
import { TEXT_RENDERER } from '../../src/cli/renderers.ts';

function assertBad(texts: readonly string[], sentence: RegExp, types?: OptionTypes): void {
  assert.throws(
    () => checkRendererOptions(parseRendererOptions(texts), types ?? TEXT_RENDERER.options, 'It'),
    { name: 'ProfileError', code: 'bad-option', message: sentence },
  );
}

describe('parseRendererOptions', () => {
  it('reads JSON where it can, else text; a bare key is true', () => {
    assert.deepEqual(parseRendererOptions(['a=1', 'b=x=y', 'c', 'd=false', 'e="1"', 'f=']), {
      ...{ a: 1, b: 'x=y', c: true, d: false, e: '1', f: '' },
    });
  });

  it('reads dotted and snake_case keys', () => {
    assert.deepEqual(
      parseRendererOptions(['processor_options.filter_threshold=0', 'processorOptions.x=1']),
      {
        processorOptions: { filterThreshold: 0, x: 1 },
      },
    );
  });

  it('lets an object replace what was there', () => {
    assert.deepEqual(parseRendererOptions(['a.b=1', 'a={"c_d":2}']), { a: { cD: 2 } });
  });

  it('refuses a value without a name', () => {
    assert.throws(() => parseRendererOptions(['=1']), { code: 'bad-option' });
    assert.throws(() => parseRendererOptions(['a..b=1']), { code: 'bad-option' });
  });
});

describe('checkRendererOptions', () => {
  it('accepts what the console report knows', () => {
    const texts = [
      'flat',
      'time=percent_of_total',
      'flat_time=total',
      'lane=1',
      'processor_options.hide_regex=.*',
    ];
    assert.deepEqual(
      checkRendererOptions(parseRendererOptions(texts), TEXT_RENDERER.options, 'It'),
      {
        flat: true,
        time: 'percent',
        flatTime: 'total',
        lane: 1,
        processorOptions: { hideRegex: /.*/ },
      },
    );
  });

  it('refuses what it does not know or cannot use', () => {
    assertBad(['fancy'], /^It has no option fancy; it has lane, timeline, /);
    assertBad(['toString'], /^It has no option toString/);
    assertBad(['flat=yes'], /^flat must be true or false\.$/);
    assertBad(['lane=one'], /^lane must be a number\.$/);
    assertBad(['time=hours'], /^time must be one of seconds, percent/);
    assertBad(
      ['processor_options=3'],
      /^processorOptions has options of its own: write -p processorOptions\.key=value\.$/,
    );
    assertBad(['processor_options.x=3'], /^processorOptions has no option x/);
    assertBad(['processor_options.hide_regex=('], /^hideRegex is no regular expression\.$/);
    assertBad(['a'], /^It has no option a; it has none\.$/, {});
  });
});
