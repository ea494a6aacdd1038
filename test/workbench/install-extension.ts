/** Puts an extension into an extensions folder the way an installed one lies there: without its node_modules. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHIPPED = ['package.json', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'dist', 'media'];

/** What the harness needs to know from an extension's package.json. */
export interface ExtensionManifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
  /** The entry point, relative to the extension's folder. */
  readonly main: string;
  /** Titles as the command palette shows them: `Category: Title`. */
  readonly commands: readonly string[];
  /** Titles of its icons in the activity bar. */
  readonly containers: readonly string[];
}

/** Copies an extension into `extensions`. Throws an error if it is not built. */
export function installExtension(source: string, extensions: string): void {
  const { publisher, name, version, main } = readManifest(source);
  if (!existsSync(join(source, main)))
    throw new Error(
      `The extension in ${source} is not built: ${main} does not exist. Run "npm run build".`,
    );
  const target = join(extensions, `${publisher}.${name}-${version}`);
  for (const entry of SHIPPED.filter(entry => existsSync(join(source, entry))))
    cpSync(join(source, entry), join(target, entry), { recursive: true });
}

/** Reads an extension's package.json. */
export function readManifest(source: string): ExtensionManifest {
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Omit<
    ExtensionManifest,
    'commands' | 'containers'
  > & { contributes?: Contributions };
  const commands = manifest.contributes?.commands ?? [];
  return {
    ...manifest,
    commands: commands.map(({ title, category }) => (category ? `${category}: ${title}` : title)),
    containers: (manifest.contributes?.viewsContainers?.activitybar ?? []).map(
      ({ title }) => title,
    ),
  };
}

interface Contributions {
  readonly commands?: readonly { readonly title: string; readonly category?: string }[];
  readonly viewsContainers?: { readonly activitybar?: readonly { readonly title: string }[] };
}
