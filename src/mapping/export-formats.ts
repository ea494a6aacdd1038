// The formats that sessions are exported to. Each is loaded when it is used.

import type { SessionData } from '../model/session.ts';
import type { FileContent } from '../write-file.ts';

/** A format to export to. */
export interface ExportFormat {
  /** What the file dialog calls it. */
  readonly title: string;
  /** How file names end; without the dot. */
  readonly extension: string;
  encode(session: SessionData): Promise<FileContent>;
}

/** What a name without a known ending gets. */
export const SESSION_FORMAT: ExportFormat = {
  title: 'Hotpath session',
  extension: 'hotpath',
  encode: async session => (await import('../formats/session.ts')).sessionText(session),
};

/** All formats, in the order of the file dialog. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [
  SESSION_FORMAT,
  {
    title: 'HTML report',
    extension: 'html',
    encode: async session => (await import('../renderer.ts')).htmlReport(session).html,
  },
  {
    title: 'V8 CPU profile',
    extension: 'cpuprofile',
    encode: async session =>
      (await import('../formats/encode-cpuprofile.ts')).encodeCpuProfile(session),
  },
  {
    title: 'JSON report',
    extension: 'json',
    encode: async session => (await import('../renderers/json.ts')).renderJson(session),
  },
  {
    title: 'Text report',
    extension: 'txt',
    encode: async session => {
      const { renderConsole } = await import('../renderers/console.ts');
      return renderConsole(session, { unicode: true, lines: true, readLine: await readLines() });
    },
  },
  {
    title: 'Markdown report',
    extension: 'md',
    encode: async session => {
      const { renderMarkdown } = await import('../renderers/markdown.ts');
      return renderMarkdown(session, { readLine: await readLines() });
    },
  },
  {
    title: 'speedscope',
    extension: 'speedscope.json',
    encode: async session => (await import('../formats/speedscope.ts')).encodeSpeedscope(session),
  },
  {
    title: 'Folded stacks',
    extension: 'folded',
    encode: async session => (await import('../formats/folded.ts')).encodeFolded(session),
  },
  {
    title: 'pprof',
    extension: 'pb.gz',
    encode: async session => {
      const { encodePprof } = await import('../formats/pprof.ts');
      const { gzipSync } = await import('node:zlib');
      return gzipSync(encodePprof(session));
    },
  },
];

/** The format of a file of this name; where endings overlap, the longest counts. */
export function findExportFormat(path: string): ExportFormat {
  const name = path.toLowerCase();
  let found = SESSION_FORMAT;
  for (const format of EXPORT_FORMATS) {
    const isLonger = found === SESSION_FORMAT || format.extension.length > found.extension.length;
    if (name.endsWith(`.${format.extension}`) && isLonger) found = format;
  }
  return found;
}

async function readLines(): Promise<(file: string, line: number) => string | undefined> {
  return (await import('../source-text.ts')).openSourceLines();
}
