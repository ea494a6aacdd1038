// The Node.js that runs the programs which tests record: another one than that of the tests, where `npm run test:nodes`
// says so.

import { execFileSync } from 'node:child_process';

/** Name of the environment variable that holds its path. */
export const NODE_VARIABLE = 'TEST_NODE';

/** Path of the Node.js under test. */
export const NODE = process.env[NODE_VARIABLE] ?? process.execPath;

/** Its major version. */
export const NODE_MAJOR = Number(
  execFileSync(NODE, ['--print', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }),
);
