// What all parts of the page share.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Micros } from '../model/frame.ts';
import type { ReportSettings } from '../renderers/report-data.ts';
import type { TimeText } from './figures.ts';
import type { Shade } from './frame-colors.ts';
import type { Host } from './host.ts';
import type { LaneChoice, ReportModel } from './report-model.ts';

/** The session, how it is shown, and ways to change that. */
export interface ReportState {
  readonly model: ReportModel;
  readonly host: Host;
  readonly settings: ReportSettings;
  readonly change: (settings: Partial<ReportSettings>) => void;
  readonly lane: LaneChoice;
  /** What shares are of. */
  readonly whole: Micros;
  /** Writes times, all in the unit that suits the whole. */
  readonly write: TimeText;
  readonly shade: Shade;
  readonly query: string;
  readonly search: (query: string) => void;
  /** Shows a call, named by its key, in another view. */
  readonly goTo: (target: Target) => void;
}

/** A call that a view is asked to show. */
export interface Target {
  readonly view: 'tree' | 'flame';
  readonly key: number;
}

/** Given by the page to all of its parts. */
export const ReportContext = createContext<ReportState | undefined>(undefined);

/** The state of the page that a part belongs to. */
export function useReport(): ReportState {
  const state = useContext(ReportContext);
  if (state === undefined) throw new Error('A part of the page stands outside of it');
  return state;
}
