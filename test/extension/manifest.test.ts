import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LOOKS } from '../../src/extension/lines/annotation-model.ts';

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly colors: readonly {
      readonly id: string;
      readonly defaults: Readonly<Record<string, string>>;
    }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly markdownDescription?: string }>>;
    };
    readonly debuggers: readonly Debugger[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly contents: string }[];
  };
}

interface Debugger {
  readonly type: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly configurationAttributes: Readonly<
    Record<string, { readonly properties: Readonly<Record<string, Attribute>> }>
  >;
  readonly initialConfigurations: readonly object[];
  readonly configurationSnippets: readonly { readonly body: Readonly<Record<string, unknown>> }[];
}

interface Attribute {
  readonly description?: string;
  readonly markdownDescription?: string;
  /** Known from other debuggers, and of no use here. */
  readonly doNotSuggest?: boolean;
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;

function read(path: string): string {
  return readFileSync(pathOf(path), 'utf8');
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

const declared = contributes.commands.map(({ command }) => command);

test('every command of the manifest is registered', () => {
  const source = read('src/extension/commands.ts');
  for (const command of declared) assert.ok(source.includes(`'${command}'`), command);
});

test('menus, key bindings and welcome texts name commands that there are', () => {
  const menus = Object.values(contributes.menus).flat();
  for (const { command } of [...menus, ...contributes.keybindings]) {
    assert.ok(declared.includes(command), command);
  }
  for (const { contents } of contributes.viewsWelcome) {
    for (const [, command = ''] of contents.matchAll(/\(command:([\w.]+)\)/g)) {
      assert.ok(declared.includes(command) || command.startsWith('workbench.'), command);
    }
  }
});

test('all commands are of the category Hotpath', () => {
  for (const { category } of contributes.commands) assert.equal(category, 'Hotpath');
});

test('keys do nothing unless there is a session', () => {
  for (const { when } of contributes.keybindings) assert.match(when ?? '', /hotpath\.hasSession/);
});

test('the extension is activated by what it is used for, never by a start of the editor', () => {
  // Commands, views and editors need not be named: the editor knows them from the manifest.
  assert.deepEqual(manifest.activationEvents, ['onDebugResolve:hotpath']);
});

test('every look of an annotation has its colours in every kind of theme', () => {
  const byId = new Map(contributes.colors.map(({ id, defaults }) => [id, defaults]));
  const wanted = LOOKS.flatMap(look => {
    return look === 'stale'
      ? [`hotpath.${look}`]
      : [`hotpath.${look}`, `hotpath.${look}Background`];
  });
  assert.deepEqual([...byId.keys()].sort(), wanted.sort());
  for (const defaults of byId.values()) {
    assert.deepEqual(Object.keys(defaults).sort(), [
      'dark',
      'highContrast',
      'highContrastLight',
      'light',
    ]);
  }
});

test('every setting is described, and read somewhere', () => {
  const source = read('src/extension/settings.ts');
  for (const [name, { markdownDescription }] of Object.entries(
    contributes.configuration.properties,
  )) {
    assert.ok((markdownDescription ?? '').length > 20, name);
    assert.ok(source.includes(`'${name.replace('hotpath.', '')}'`), name);
  }
});

const [debugType] = contributes.debuggers;

function attributesOf(request: 'launch' | 'attach'): [string, Attribute][] {
  return Object.entries(debugType?.configurationAttributes[request]?.properties ?? {});
}

test('every attribute of a launch configuration is described, and read unless it says otherwise', () => {
  for (const [request, file] of [
    ['launch', 'launch-configuration'],
    ['attach', 'attach-configuration'],
  ] as const) {
    const source = read(`src/adapter/${file}.ts`) + read('src/adapter/launch-configuration.ts');
    for (const [name, { description, markdownDescription, doNotSuggest }] of attributesOf(
      request,
    )) {
      assert.ok((markdownDescription ?? description ?? '').length > 20, name);
      const isRead = source.includes(`'${name}'`);
      if (doNotSuggest !== true) assert.ok(isRead, name);
      else assert.match(description ?? '', /without effect/);
    }
  }
});

test('the documentation has every attribute of a launch configuration', () => {
  const page = read('docs/debugging.md');
  for (const [name, { doNotSuggest }] of [...attributesOf('launch'), ...attributesOf('attach')]) {
    if (doNotSuggest !== true) assert.ok(page.includes(`\`${name}\``), name);
  }
});

test('what is offered for launch.json has only attributes that there are', () => {
  const always = ['type', 'request', 'name'];
  const offered = debugType?.configurationSnippets.map(({ body }) => body) ?? [];
  assert.ok(offered.length > 0);
  for (const body of [...offered, ...(debugType?.initialConfigurations ?? [])]) {
    const { request } = body as { readonly request: 'launch' | 'attach' };
    const known = attributesOf(request).map(([name]) => name);
    for (const name of Object.keys(body)) assert.ok([...always, ...known].includes(name), name);
  }
});

test('the commands behind the variables of launch.json are registered', () => {
  const source = read('src/extension/recording/debugger.ts');
  const commands = Object.values(debugType?.variables ?? {});
  assert.ok(commands.length > 0);
  for (const command of commands) assert.ok(source.includes(`'${command}'`), command);
});

test('a folder that is not trusted decides nothing about what is run', () => {
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  const names = Object.keys(contributes.configuration.properties);
  const running = names.filter(name => /\.(?:node|program|cwd)\b/.test(name));
  assert.deepEqual([...restricted].sort(), running.sort());
});

test('the icons are there', () => {
  const icons = contributes.viewsContainers.activitybar.map(({ icon }) => icon);
  for (const path of [manifest.icon, ...icons]) assert.ok(existsSync(pathOf(path)), path);
});
