/** How it looks: pictures to look at, and what can be told without eyes. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onLine, profile, untilAnnotated, untilRow } from './hotpath.ts';
import { SPIN, SPIN_LINES, SPIN_SETTINGS } from './programs.ts';
import type { Workbench } from './workbench.ts';
import { openWorkbench } from './workbench.ts';

describe('the look', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ files: { 'spin.js': SPIN }, settings: SPIN_SETTINGS });
    await workbench.sideBar.open('Hotpath');
    await profile(workbench, 'spin.js');
    await untilAnnotated(workbench, SPIN_LINES);
    // Tree and lenses follow a moment later.
    await untilRow(workbench, 'light');
    await workbench.waitUntil(
      'the lens of the whole of heavy()',
      () => workbench.editor.codeLenses(),
      list => list.some(({ line, text }) => line === 6 && /^[89]\d\d ms total/.test(text)),
    );
  });
  after(() => workbench.close());

  for (const theme of ['light', 'dark'] as const) {
    test(`in the ${theme} theme hotter lines have other colours, which can be read`, async () => {
      await workbench.setTheme(theme);
      const annotations = await untilAnnotated(workbench, SPIN_LINES);
      const [hot, cool] = [onLine(annotations, 7), onLine(annotations, 11)];
      assert.notEqual(hot.color, cool.color);
      const paper = theme === 'light' ? 255 : 31;
      for (const { color } of annotations) assert.ok(contrast(color, paper) >= 4.5, color);
      await workbench.screenshot(`look ${theme}`);
    });
  }

  test('the hover stands by the line', async () => {
    await workbench.editor.hover(7, 'spin');
    await workbench.screenshot('look hover');
  });

  test('in a high contrast theme the annotations can be read', async () => {
    workbench.changeSettings({ 'workbench.colorTheme': 'Default High Contrast' });
    const { page } = workbench.screen;
    await page.mouse.move(0, 0);
    await page.locator('.monaco-workbench.hc-black').waitFor();
    const annotations = await untilAnnotated(workbench, SPIN_LINES);
    for (const { color } of annotations) assert.ok(contrast(color, 0) >= 7, color);
    await workbench.screenshot('look high contrast');
  });

  test('in a narrow window the annotations are still on the screen', async () => {
    await workbench.resize({ width: 700, height: 600 });
    const annotations = await workbench.waitUntil(
      'annotations',
      () => workbench.editor.annotations(),
      list => list.length > 0,
    );
    await workbench.screenshot('look narrow');
    assert.ok(onLine(annotations, 7).onScreen);
  });
});

/** Contrast of a colour to a grey, as WCAG defines it. */
function contrast(color: string, grey: number): number {
  const parts = color.match(/\d+/g)?.map(Number) ?? [];
  const [light, dark] = [luminance(parts), luminance([grey, grey, grey])].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(parts: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = parts.map(part => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
