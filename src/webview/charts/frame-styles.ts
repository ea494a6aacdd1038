// How the boxes of frames look: worked out once for each frame, theme and search.

import type { Frame } from '../../model/frame.ts';
import { frameColor } from '../frame-colors.ts';
import type { Shade } from '../frame-colors.ts';
import type { FrameMatcher } from '../frame-matcher.ts';
import { frameName } from '../frame-text.ts';

/** The look of a frame's boxes. */
export interface FrameStyle {
  readonly fill: string;
  readonly text: string;
  readonly name: string;
  /** Width of the name in pixels. */
  readonly width: number;
}

/** Colours of what is not a box, from the style sheet. */
export interface ChartColors {
  readonly ground: string;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly focus: string;
  /** Over what is not in the window. */
  readonly veil: string;
  readonly boxText: string;
  readonly dimmed: string;
  readonly dimmedText: string;
}

/** What styles depend on. */
export interface StyleContext {
  readonly pen: CanvasRenderingContext2D;
  readonly shade: Shade;
  /** Frames that a search finds; the others are dimmed. */
  readonly matcher: FrameMatcher | undefined;
}

/** Gives the style of each frame. */
export class FrameStyles {
  readonly colors: ChartColors;
  readonly font: string;
  readonly boldFont: string;
  readonly #context: StyleContext;
  readonly #known = new Map<Frame, FrameStyle>();
  readonly #widths = new Map<string, number>();

  constructor(context: StyleContext) {
    this.#context = context;
    const sheet = getComputedStyle(context.pen.canvas);
    this.font = `${sheet.fontSize} ${sheet.fontFamily}`;
    this.boldFont = `600 ${this.font}`;
    this.colors = readColors(sheet);
  }

  /** The frame's style. */
  of(frame: Frame): FrameStyle {
    const known = this.#known.get(frame);
    if (known !== undefined) return known;
    const style = this.#make(frame);
    this.#known.set(frame, style);
    return style;
  }

  /** Width of a text in a box, in pixels. */
  widthOf(text: string): number {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    this.#context.pen.font = this.font;
    const { width } = this.#context.pen.measureText(text);
    this.#widths.set(text, width);
    return width;
  }

  #make(frame: Frame): FrameStyle {
    const { shade, matcher } = this.#context;
    const name = frameName(frame);
    const isDimmed = matcher?.(frame) === false;
    return {
      fill: isDimmed ? this.colors.dimmed : frameColor(frame, shade),
      text: isDimmed ? this.colors.dimmedText : this.colors.boxText,
      name,
      width: this.widthOf(name),
    };
  }
}

function readColors(sheet: CSSStyleDeclaration): ChartColors {
  const read = (name: string): string => sheet.getPropertyValue(`--${name}`).trim();
  return {
    ground: read('ground'),
    surface: read('surface'),
    text: read('text'),
    muted: read('muted'),
    grid: read('grid'),
    focus: read('focus'),
    veil: read('veil'),
    boxText: read('box-text'),
    dimmed: read('box-dimmed'),
    dimmedText: read('box-dimmed-text'),
  };
}
