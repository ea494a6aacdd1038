/** Runs inside the page of the workbench: turns what is on the screen into values, for the harness to ask for. */
import type { Readers } from '../seen.ts';
import {
  findPlaceInLine,
  readActiveFile,
  readAnnotations,
  readCodeLenses,
  readLines,
} from './text-editor.ts';
import { readHovers, readTerminal } from './elsewhere.ts';
import { readDialog, readNotifications, readQuickInput, readStatusItems } from './messages.ts';
import { readView, readViewTitles } from './views.ts';

const readers: Readers = {
  annotations: readAnnotations,
  codeLenses: readCodeLenses,
  lines: readLines,
  placeInLine: findPlaceInLine,
  activeFile: readActiveFile,
  view: readView,
  viewTitles: readViewTitles,
  statusItems: readStatusItems,
  notifications: readNotifications,
  dialog: readDialog,
  quickInput: readQuickInput,
  hovers: readHovers,
  terminal: readTerminal,
};

Object.assign(globalThis, { workbenchReaders: readers });
