import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { parseEnvFile } from '../../src/sampler/env-file.ts';
import { makeFolder } from '../adapter/debug-session.ts';

const TEXT = `# a comment
PLAIN=value
  INDENTED = spaced out   # with a comment
export EXPORTED=yes
EMPTY=
SINGLE='as it is: \\n # no comment'
DOUBLE="two\\nlines" # a comment
BACK=\`it's "quoted"\`
MANY='first
second'
URL=http://localhost:80/?a=b
TWICE=first
TWICE=last
no assignment
`;

it('files of variables mean what they mean to Node.js', () => {
  const path = join(makeFolder(), '.env');
  writeFileSync(path, TEXT);
  const names = Object.keys(parseEnvFile(TEXT));
  assert.equal(names.length, 10);
  const print = `console.log(JSON.stringify(${JSON.stringify(names)}.map(name => process.env[name])))`;
  const output = execFileSync(process.execPath, [`--env-file=${path}`, '-e', print], { env: {} });
  assert.deepEqual(Object.values(parseEnvFile(TEXT)), JSON.parse(output.toString()));
});

it('the ends of lines may be those of Windows', () => {
  assert.deepEqual(parseEnvFile('A=1\r\nB="2"\r\n'), { A: '1', B: '2' });
});
