// The editor that shows the page, if it is an editor: other pages stand for themselves.

import { unpackReport } from '../renderers/report-data.ts';
import { REPORT_ELEMENTS } from '../renderers/report-data.ts';
import type { Report, ReportData } from '../renderers/report-data.ts';
import type { HostMessage, ReportMessage, SourcePlace } from './messages.ts';

/** What the page asks of whoever shows it. */
export interface Host {
  /** Shows a place in the editor; `undefined` where there is no editor to talk to. */
  readonly openSource: ((place: SourcePlace) => void) | undefined;
}

/** VS Code's side of a webview. */
interface EditorApi {
  postMessage(message: HostMessage): void;
}

declare function acquireVsCodeApi(): EditorApi;

/**
 * Calls `show` with the session that the page carries, or else whenever the editor sends one. Throws a `SyntaxError`
 * when what the page carries is damaged.
 */
export function connect(show: (report: Report, host: Host) => void): void {
  const carried = document.getElementById(REPORT_ELEMENTS.data);
  if (carried !== null) {
    const data = JSON.parse(carried.textContent) as ReportData;
    carried.remove();
    show(unpackReport(data), { openSource: undefined });
    return;
  }
  const editor = acquireVsCodeApi();
  const host: Host = {
    openSource: place => {
      editor.postMessage({ type: 'openSource', place });
    },
  };
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isReport(data)) show(unpackReport(data.report), host);
  });
  editor.postMessage({ type: 'ready' });
}

function isReport(data: unknown): data is ReportMessage {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'report';
}

/** The address at which VS Code opens a place, for pages outside of it. */
export function sourceAddress({ file, line, column = 1 }: SourcePlace): string {
  const path = file.replaceAll('\\', '/');
  const rooted = path.startsWith('/') ? path : `/${path}`;
  const encoded = rooted.split('/').map(encodeURIComponent).join('/').replace('%3A', ':');
  return `vscode://file${encoded}:${line}:${column}`;
}
