/** What a person sees in the workbench, as values: what the readers in `page/` return. */

/** A text that a decoration puts after a line. Colours are CSS, as computed: `rgb(229, 20, 0)`. */
export interface Annotation {
  /** 1-based, as the editor numbers its lines. */
  readonly line: number;
  readonly text: string;
  readonly color: string;
  readonly background: string;
  readonly fontStyle: string;
  /** From 0 to 1. */
  readonly opacity: number;
  /** Whether it lies within the editor, without scrolling to the right. */
  readonly onScreen: boolean;
}

/** A source line the editor shows. */
export interface SourceLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** One CodeLens; a line may have several. */
export interface CodeLens {
  /** The line under the CodeLens, 1-based. */
  readonly line: number;
  readonly text: string;
  /** Whether a click does something. */
  readonly clickable: boolean;
}

/** A row of a tree view. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for a row at the top. */
  readonly level: number;
  /** `undefined` for a row without children. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  /** The name of its codicon, such as `flame`; empty without one. */
  readonly icon: string;
  readonly iconColor: string;
  readonly labelColor: string;
  /** What stands at the right end of the row; empty without one. */
  readonly badge: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** The buttons on the row. */
  readonly actions: readonly string[];
}

/** A view of a sidebar container, with the rows that are scrolled into sight. */
export interface View {
  readonly title: string;
  readonly description: string;
  readonly expanded: boolean;
  /** The text above the rows. */
  readonly message: string;
  /** What an empty view shows instead of rows. */
  readonly welcome: { readonly text: string; readonly buttons: readonly string[] } | undefined;
  readonly rows: readonly TreeRow[];
  /** The buttons in its title. */
  readonly actions: readonly string[];
}

/** An item of the status bar. */
export interface StatusItem {
  /** `publisher.extension.item` for items of extensions. */
  readonly id: string;
  readonly text: string;
  /** The names of its icons, such as `loading`. */
  readonly icons: readonly string[];
  /** Text and tooltip, as a screen reader says them. */
  readonly spoken: string;
  readonly background: string;
}

/** A notification at the lower right. */
export interface Notification {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly buttons: readonly string[];
}

/** A modal message in the middle. */
export interface Dialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** The box at the top: command palette, pickers, input boxes. */
export interface QuickInput {
  readonly title: string;
  readonly value: string;
  readonly placeholder: string;
  /** The prompt, or what is wrong with the input. */
  readonly message: string;
  /** The labels that are scrolled into sight. */
  readonly items: readonly string[];
}

/** A point on the page, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The functions that `page/main.ts` defines inside the page. */
export interface Readers {
  annotations(): Annotation[];
  codeLenses(): CodeLens[];
  lines(): SourceLine[];
  placeInLine(line: number, text: string): Place | undefined;
  activeFile(): string | undefined;
  view(title: string): View | undefined;
  viewTitles(): string[];
  statusItems(): StatusItem[];
  notifications(): Notification[];
  dialog(): Dialog | undefined;
  quickInput(): QuickInput | undefined;
  hovers(): string[];
  terminal(): string;
}
