import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check } from './shares.ts';
import { safeName } from '../../src/safe-name.ts';

describe('safeName', () => {
  const names: readonly (readonly [string, string, string])[] = [
    ['keeps what is harmless', 'GET a-b_c 12.5s.html', 'GET a-b_c 12.5s.html'],
    ['adds the ending', 'report', 'report.html'],
    ['leads to no other folder', '../../etc/passwd', '_.._etc_passwd.html'],
    ['leads to no other folder on Windows', 'C:\\boot', 'C_boot.html'],
    ['hides no file', '.bashrc', 'bashrc.html'],
    ['has no sign that a shell or Windows reads', 'a*b?c"d<e>f|g', 'a_b_c_d_e_f_g.html'],
    ['has no sign that cannot be seen', 'a\u0000b\u202ec\nd', 'abcd.html'],
    ['is no device of Windows', 'nul', '_nul.html'],
    ['is never empty', '...', 'request.html'],
  ];
  for (const [title, name, safe] of names) {
    it(title, () => {
      assert.equal(safeName(name, 'html'), safe);
    });
  }

  it('is short enough for every file system, in bytes', () => {
    const name = safeName('😀'.repeat(500), 'html');
    check(Buffer.byteLength(name) <= 200);
    assert.match(name, /^(?:😀)+\.html$/u);
  });
});
