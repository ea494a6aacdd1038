/**
 * The harness reads what is on the screen: tried on a fixture extension that shows one of everything, with known
 * texts on known lines.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildFixtureExtension } from './fixture.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const SOURCE = `// Line one
function slow() {
  return 1;
}
slow();
function quick() { return slow(); }
`;

describe('The workbench harness', () => {
  let workbench: Workbench;
  before(async () => {
    const extension = await buildFixtureExtension();
    const files = { 'main.js': SOURCE, 'sub/other.js': 'slow();\n' };
    workbench = await openWorkbench({ extension, files });
  });
  after(() => workbench.close());

  const annotationsAfter = async (command: string, count: number) => {
    await workbench.runCommand(command);
    return workbench.waitUntil(
      `${count} annotations`,
      () => workbench.editor.annotations(),
      list => list.length === count,
    );
  };

  // Those from before go first: else they would be taken for the new ones, which may come later.
  const marked = async () => {
    await workbench.editor.open('main.js');
    await annotationsAfter('Fixture: Unmark Lines', 0);
    return annotationsAfter('Fixture: Mark Lines', 2);
  };

  test('opens a file of the workspace and reads its lines', async () => {
    await workbench.editor.open('main.js');
    const lines = await workbench.editor.lines();
    assert.deepEqual(
      lines.map(({ line, text }) => [line, text]),
      SOURCE.split('\n').map((text, index) => [index + 1, text]),
    );
  });

  test('reads the text behind a line, with the line it stands on', async () => {
    const annotations = await marked();
    assert.deepEqual(
      annotations.map(({ line, text, onScreen }) => [line, text, onScreen]),
      [
        [2, '120 ms • "2"', true],
        [5, '7 ms • "5"', true],
      ],
    );
  });

  test('sees an annotation move down with a line that is typed above it', async () => {
    await marked();
    await workbench.editor.goTo(1);
    await workbench.editor.type('// One {\n// Two\n');
    const moved = await workbench.waitUntil(
      'the annotations to move',
      () => workbench.editor.annotations(),
      list => list[0]?.line === 4,
    );
    assert.deepEqual(
      moved.map(({ line }) => line),
      [4, 7],
    );
    const [first, second, third] = await workbench.editor.lines();
    assert.deepEqual(
      [first?.text, second?.text, third?.text],
      ['// One {', '// Two', '// Line one'],
    );
    assert.equal(await workbench.editor.isDirty(), true);
    await workbench.editor.save();
    assert.equal(await workbench.editor.isDirty(), false);
    workbench.write('main.js', SOURCE);
    await workbench.waitUntil(
      'the editor to take over what was written to the file',
      () => workbench.editor.lines(),
      lines => lines[0]?.text === '// Line one',
    );
  });

  test('reads CodeLenses with the line under them, and clicks on them', async () => {
    await workbench.editor.open('main.js');
    const lenses = await workbench.waitUntil(
      'two CodeLenses',
      () => workbench.editor.codeLenses(),
      list => list.length === 2,
    );
    assert.deepEqual(lenses, [
      { line: 2, text: 'slow took long', clickable: true },
      { line: 6, text: 'quick took long', clickable: true },
    ]);
    await workbench.editor.clickCodeLens('quick took long');
    assert.equal((await workbench.messages.waitForNotification('Revealed')).severity, 'info');
  });

  test('reads the hover of a word and of an annotation', async () => {
    await marked();
    assert.match(await workbench.editor.hover(2, 'slow'), /Line 2 took 120 ms/);
    assert.match(await workbench.editor.hover(5, '7 ms'), /Line 5 took 7 ms/);
  });

  test('puts the cursor on a line', async () => {
    await workbench.editor.open('main.js');
    await workbench.editor.goTo(5, 3);
    assert.deepEqual(await workbench.editor.cursor(), { line: 5, column: 3 });
  });

  test('reads the rows of a tree, opens them and presses their buttons', async () => {
    await workbench.sideBar.open('Fixture');
    assert.deepEqual(await workbench.sideBar.viewTitles(), ['Things', 'Nothing Yet']);
    await workbench.runCommand('Fixture: Fill Tree');
    const rows = (count: number) =>
      workbench.waitUntil(
        `${count} rows`,
        () => workbench.sideBar.rows('Things'),
        list => list.length === count,
      );
    const [main] = await rows(1);
    assert.deepEqual(main, {
      label: 'main',
      description: '10 ms',
      level: 1,
      expanded: false,
      selected: false,
      icon: 'flame',
      iconColor: 'rgb(229, 20, 0)',
      labelColor: main?.labelColor,
      badge: '',
      spoken: 'main is a function',
      actions: ['Remove Row'],
    });
    await workbench.sideBar.toggleRow('Things', 'main');
    const [, parse] = await rows(2);
    assert.deepEqual([parse?.label, parse?.level, parse?.expanded], ['parse', 2, undefined]);
    await workbench.sideBar.clickRow('Things', 'parse');
    await workbench.waitUntil(
      'the row to be selected',
      () => workbench.sideBar.rows('Things'),
      list => list[1]?.selected === true,
    );
    await workbench.sideBar.openRowMenu('Things', 'main');
    assert.ok((await workbench.messages.menuItems()).includes('Remove Row'));
    await workbench.screen.page.keyboard.press('Escape');
    await workbench.sideBar.clickRowAction('Things', 'main', 'Remove Row');
    await rows(0);
  });

  test('reads what an empty view says, and presses its button', async () => {
    await workbench.editor.open('sub/other.js');
    await workbench.sideBar.open('Fixture');
    const view = await workbench.sideBar.view('Nothing Yet');
    assert.deepEqual(view?.welcome, { text: 'Nothing here.', buttons: ['Mark Lines'] });
    await workbench.sideBar.clickWelcomeButton('Nothing Yet', 'Mark Lines');
    await workbench.messages.waitForNotification('too short');
  });

  test('reads the status bar', async () => {
    const items = await workbench.messages.statusItems();
    const item = items.find(({ id }) => id.endsWith('fixture.status'));
    assert.deepEqual([item?.text, item?.icons], ['Fixture ready', ['flame']]);
    assert.match(item?.spoken ?? '', /The fixture is ready/);
  });

  test('reads an error and answers it', async () => {
    await workbench.runCommand('Fixture: Complain');
    const error = await workbench.messages.waitForNotification('Something is wrong.');
    assert.deepEqual(error, {
      severity: 'error',
      message: 'Something is wrong.',
      buttons: ['Try Again', 'Leave It'],
    });
    await workbench.messages.answerNotification('Something is wrong.', 'Leave It');
    await workbench.messages.waitForNotification('You chose Leave It');
  });

  test('answers an input box, a picker and a modal question', async () => {
    await workbench.runCommand('Fixture: Ask');
    assert.match((await workbench.quickInput.waitUntilOpen()).message, /A name, please/);
    await workbench.quickInput.answer('Ada');
    await workbench.quickInput.pick('large');
    const question = await workbench.waitUntil(
      'the question',
      () => workbench.messages.dialog(),
      dialog => dialog !== undefined,
    );
    assert.equal(question?.message, 'Really?');
    assert.deepEqual([...question.buttons].sort(), ['Cancel', 'Yes']);
    await workbench.messages.answerDialog('Yes');
    await workbench.messages.waitForNotification('Ada, large, Yes');
  });

  test('presses a button in the title of the editor, and reads its context menu', async () => {
    await workbench.editor.open('main.js');
    await workbench.editor.clickTitleAction('Mark Lines');
    await workbench.waitUntil(
      'the annotations',
      () => workbench.editor.annotations(),
      list => list.length === 2,
    );
    await workbench.editor.openContextMenu(2, 'slow');
    assert.ok((await workbench.messages.menuItems()).includes('Mark Lines'));
    await workbench.screen.page.keyboard.press('Escape');
  });

  test('reads the terminal', async () => {
    await workbench.runCommand('Terminal: Create New Terminal');
    await workbench.waitUntil(
      'a prompt',
      () => workbench.messages.terminal(),
      text => text !== '',
    );
    await workbench.screen.page.keyboard.type('echo $((40 + 2)) apples\n');
    await workbench.waitUntil(
      'the answer of the shell',
      () => workbench.messages.terminal(),
      text => text.includes('42 apples'),
    );
    await workbench.runCommand('Terminal: Kill All Terminals');
  });

  test('changes the theme, the settings and the size of the window', async () => {
    await workbench.setTheme('dark');
    await workbench.resize({ width: 700, height: 600 });
    workbench.changeSettings({ 'fixture.word': 'milliseconds' });
    await workbench.waitUntil(
      'the new word',
      marked,
      list => list[0]?.text === '120 milliseconds • "2"',
    );
    await workbench.setTheme('light');
    await workbench.resize({ width: 1280, height: 800 });
  });

  test('starts the extension again when the page is loaded again', async () => {
    await workbench.sideBar.open('Fixture');
    await workbench.runCommand('Fixture: Fill Tree');
    await workbench.reload();
    await workbench.sideBar.open('Fixture');
    await workbench.runCommand('Fixture: Complain');
    await workbench.messages.waitForNotification('Something is wrong.');
    assert.deepEqual(await workbench.sideBar.rows('Things'), []);
  });

  test('shows what the extension wrote into its output channel', () => {
    assert.match(workbench.logs(), /The fixture was activated\./);
  });
});
