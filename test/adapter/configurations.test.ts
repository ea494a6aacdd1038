// What configurations in launch.json mean, and what is said where they mean nothing.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { parseAttach } from '../../src/adapter/attach-configuration.ts';
import { parseLaunch } from '../../src/adapter/launch-configuration.ts';

const cwd = resolve('/app');

describe('a configuration of request launch', () => {
  it('runs a file in the folder of the file, on the Node.js of the settings', () => {
    const path = resolve('/app/src/main.js');
    const { entry, args, nodePath, nodeArgs, ...rest } = parseLaunch({ program: path });
    assert.deepEqual([entry, args], [{ kind: 'file', path }, []]);
    assert.deepEqual([nodePath, nodeArgs], [undefined, undefined]);
    assert.equal(rest.cwd, resolve('/app/src'));
    assert.equal(rest.name, 'main.js');
    assert.equal(rest.console, 'internalConsole');
  });

  it('takes over what a configuration of type node has', () => {
    const found = parseLaunch({
      type: 'node',
      request: 'launch',
      name: 'Server',
      program: './server.js',
      args: ['--port', 80],
      cwd,
      env: { PORT: 80, DEBUG: true, HOME: null },
      envFile: '.env',
      runtimeExecutable: 'tools/node22',
      runtimeArgs: ['--import', 'tsx', '--inspect-brk'],
      console: 'integratedTerminal',
      skipFiles: ['<node_internals>/**'],
      interval: 0.5,
    });
    assert.deepEqual(found, {
      name: 'server.js',
      entry: { kind: 'file', path: resolve('/app/server.js') },
      args: ['--port', '80'],
      nodePath: resolve('/app/tools/node22'),
      nodeArgs: ['--import', 'tsx'],
      cwd,
      env: { PORT: '80', DEBUG: 'true', HOME: null },
      envFile: resolve('/app/.env'),
      console: 'integratedTerminal',
      intervalUs: 500,
    });
  });

  it('finds the program among the options of Node.js, where none is named', () => {
    const runtimeArgs = ['--inspect-brk', '--no-lazy', '-r', 'x', 'bin/jest.js', '--runInBand'];
    const { entry, args, nodeArgs } = parseLaunch({ runtimeArgs, args: ['a.test.js'], cwd });
    assert.deepEqual(entry, { kind: 'file', path: resolve('/app/bin/jest.js') });
    assert.deepEqual(args, ['--runInBand', 'a.test.js']);
    assert.deepEqual(nodeArgs, ['--no-lazy', '-r', 'x']);
  });

  it('leaves it to Node.js what to run where the options say so', () => {
    const runtimeArgs = ['--test', '--test-reporter', 'dot', 'a.test.js'];
    const { name, entry, args, nodeArgs } = parseLaunch({ runtimeArgs, args: ['b.test.js'], cwd });
    assert.deepEqual(entry, { kind: 'node' });
    assert.deepEqual(args, ['a.test.js', 'b.test.js']);
    assert.deepEqual(nodeArgs, ['--test', '--test-reporter', 'dot']);
    assert.equal(name, 'node --test --test-reporter dot');
    assert.deepEqual(parseLaunch({ runtimeArgs: ['--run', 'build'], cwd }).entry, { kind: 'node' });
  });

  it('runs commands other than node, with the program and its arguments behind their options', () => {
    const npm = parseLaunch({ runtimeExecutable: 'npm', runtimeArgs: ['run', 'build'], cwd });
    assert.deepEqual(npm.entry, { kind: 'package', name: 'npm' });
    assert.deepEqual(npm.args, ['run', 'build']);
    assert.equal(npm.name, 'npm run build');
    const runtimeExecutable = './node_modules/.bin/tsx';
    const tsx = parseLaunch({ runtimeExecutable, program: 'a.ts', args: ['x'], cwd });
    assert.deepEqual(tsx.entry, { kind: 'package', name: resolve('/app/node_modules/.bin/tsx') });
    assert.deepEqual(tsx.args, ['a.ts', 'x']);
    assert.equal(tsx.name, 'a.ts');
  });

  for (const [attributes, sentence] of [
    [{}, /^Say in the launch configuration what to run/],
    [{ runtimeArgs: ['--expose-gc'] }, /^Say in the launch configuration what to run/],
    [{ program: 7 }, /"program" must be a text\.$/],
    [{ program: 'a.js', args: '--all' }, /"args" must be a list of texts\.$/],
    [{ program: 'a.js', env: ['A=1'] }, /"env" must be an object of texts\.$/],
    [{ program: 'a.js', env: { A: {} } }, /"env\.A" must be a text, or null/],
    [{ program: 'a.js', interval: 0 }, /"interval" must be a number of milliseconds from 0\.05/],
    [{ program: 'a.js', interval: 'fast' }, /"interval" must be a number of milliseconds/],
    [
      { program: 'a.js', console: 'externalTerminal' },
      /"console" must be "internalConsole" or "integratedTerminal"\.$/,
    ],
    [{ program: 'a.js', runtimeVersion: '22' }, /"runtimeVersion".*"runtimeExecutable"/],
  ] as const) {
    it(`is refused in one sentence: ${JSON.stringify(attributes)}`, () => {
      assert.throws(() => parseLaunch(attributes), { code: 'usage', message: sentence });
    });
  }
});

describe('a configuration of request attach', () => {
  const address = 'ws://127.0.0.1:9229/0f2c936f';
  for (const [attributes, target] of [
    [{ processId: 4711 }, { kind: 'pid', pid: 4711 }],
    [
      { processId: '4711', port: 9229 },
      { kind: 'pid', pid: 4711 },
    ],
    [{ processId: ':9229' }, { kind: 'port', port: 9229 }],
    [{ processId: address }, { kind: 'address', address }],
    [{ port: 9229 }, { kind: 'port', port: 9229 }],
    [
      { port: '9230', address: 'localhost' },
      { kind: 'port', port: 9230 },
    ],
    [{ address }, { kind: 'address', address }],
    [{ websocketAddress: address }, { kind: 'address', address }],
  ] as const) {
    it(`names a program: ${JSON.stringify(attributes)}`, () => {
      assert.deepEqual(parseAttach(attributes).target, target);
    });
  }

  it('may end after a time', () => {
    assert.equal(parseAttach({ port: 9229, duration: 2.5 }).durationMs, 2500);
    assert.equal(parseAttach({ port: 9229 }).durationMs, undefined);
  });

  for (const [attributes, sentence] of [
    [{}, /^Say in the launch configuration what to attach to/],
    [{ processId: 'server' }, /"processId" must be a number, and server is none\.$/],
    [{ port: 0 }, /"port" must be a number from 1 to 65535\.$/],
    [{ port: 80, address: 'example.com' }, /on this machine, and example\.com is another\.$/],
    [{ address: 'ws:nowhere' }, /ws:nowhere is no address of an inspector\.$/],
    [{ port: 9229, duration: 0 }, /"duration" must be a number of seconds/],
  ] as const) {
    it(`is refused in one sentence: ${JSON.stringify(attributes)}`, () => {
      assert.throws(() => parseAttach(attributes), { code: 'usage', message: sentence });
    });
  }
});
