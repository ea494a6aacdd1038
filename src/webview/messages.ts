// What the page and the editor that shows it say to each other. The editor loads `report.js` and `report.css` into an
// empty page; the page says `ready`, and gets a `report` then and whenever there is a newer one.

import type { ReportData } from '../renderers/report-data.ts';

/** A place in a source file, line and column from 1. */
export interface SourcePlace {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** From the editor to the page. */
export interface ReportMessage {
  readonly type: 'report';
  /** Made by `packReport`. */
  readonly report: ReportData;
}

/** From the page to the editor. */
export type HostMessage =
  | { readonly type: 'ready' }
  /** The reader wants to see this place in the editor. */
  | { readonly type: 'openSource'; readonly place: SourcePlace };
