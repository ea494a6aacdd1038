// Calls that have no row of their own: folded libraries, and module loaders.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Frame } from '../../src/model/frame.ts';
import { buildWholeTree } from '../../src/webview/report-tree.ts';
import { dedent, parseProfile, printTree } from '../helpers/profile-text.ts';
import { WEB_SERVER_PROFILE } from '../renderers/web-server.ts';
import { CLOSED, expandAll, print, rowsOf, treeOf } from './print-rows.ts';

describe('folded libraries', () => {
  it('are one row, with what they called back below it', () => {
    const rows = rowsOf(WEB_SERVER_PROFILE);
    // Of express only next would be hidden, which is not worth it; of pg these are parse and emit.
    assert.equal(
      print(rows, expandAll(rows)),
      dedent(`
        - <module> 1000 self 128
          - handle 868
            - next 868
              - handle_request 868 self 30
                - handler 838 self 48
                  - UserService.load 790 self 140
                    - query 650
                        [await] 500 self 500
                        _query 150 self 90 [2 hidden]
            listen 4 self 4
      `),
    );
  });

  it('are shown frame by frame when they are unfolded, and only these', () => {
    const rows = rowsOf(WEB_SERVER_PROFILE);
    const folded = rows.list(expandAll(rows));
    const root = folded.find(({ group }) => group !== undefined) ?? assert.fail();
    const state = { ...expandAll(rows), unfolded: new Set([root.key]) };
    assert.equal(rows.list(state).length, folded.length + (root.group?.length ?? 0));
  });

  it('are unfolded when a frame in them is revealed', () => {
    const { tree, rows } = treeOf(WEB_SERVER_PROFILE);
    const [hidden] = rows.find(({ frame }) => frame.name === 'emit');
    assert.ok(hidden !== undefined && tree.total > 0);
    assert.doesNotMatch(print(rows, expandAll(rows)), /emit/);
    assert.match(print(rows, rows.reveal(hidden, CLOSED)), /emit/);
  });

  it('are not folded when the reader wants none folded', () => {
    const rows = rowsOf(WEB_SERVER_PROFILE, { folding: 'off' });
    assert.match(print(rows, expandAll(rows)), /emit/);
  });

  it('are folded by paths too, if the reader says which', () => {
    const profile = `
      main@/app/a.js > gen1@/app/gen/x.js > gen2@/app/gen/y.js > gen3@/app/gen/z.js > gen4@/app/gen/z.js > own@/app/b.js 5ms
    `;
    const folding = { folding: 'custom', hideRegex: '.*/gen/' } as const;
    const rows = rowsOf(profile, folding);
    assert.doesNotMatch(print(rows, expandAll(rows)), /gen2/);
    const shown = rowsOf(profile, { ...folding, showRegex: '.*/gen/y' });
    assert.match(print(shown, expandAll(shown)), /gen2/);
    // An expression that is not complete yet changes nothing.
    const typing = rowsOf(profile, { folding: 'custom', hideRegex: '.*/(gen' });
    assert.match(print(typing, expandAll(typing)), /gen2/);
  });
});

describe('module loaders in the call tree', () => {
  const profile = `
    main@/app/a.js > require@node:internal/modules/helpers > <module>@/app/b.js 5ms
  `;

  it('are left out', () => {
    const rows = rowsOf(profile);
    assert.equal(print(rows, expandAll(rows)), '- main 5\n    <module> 5 self 5');
  });

  it('are left out together with frames that ask to be', () => {
    const isHidden = ({ name }: Frame): boolean => name === 'wrap';
    const session = parseProfile('main > wrap > work 2ms\nmain > wrap 1ms\nmain > work 1ms');
    const tree = buildWholeTree(session, { loaders: 'hidden', isHidden });
    assert.equal(printTree(tree), '<program> 4ms\n  main 4ms self 1ms\n    work 3ms');
  });

  it('are there when the reader wants them', () => {
    const rows = rowsOf(profile, { loaders: 'shown' });
    assert.match(print(rows, expandAll(rows)), /require/);
  });
});
