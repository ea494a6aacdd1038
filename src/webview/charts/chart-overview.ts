// The picture of the whole above flame charts, in which the window is marked: it can be drawn anew and moved there.

import type { Size } from './chart-layout.ts';
import { sumActivity } from './activity.ts';
import { fitCanvas, penOf } from './canvas.ts';
import { paintSmall } from './chart-painter.ts';
import type { ChartContent } from './chart-content.ts';
import { kindColor } from '../frame-colors.ts';
import type { FrameStyles } from './frame-styles.ts';
import { TIME_KINDS } from '../time-kinds.ts';
import { fitWindow, panWindow, spanOf } from './time-window.ts';
import type { TimeWindow } from './time-window.ts';

/** What the picture is of. */
type OverviewInput = ChartContent & { readonly styles: FrameStyles };

/** Draws the picture, and tells which window was chosen in it. */
export class ChartOverview {
  readonly #canvas: HTMLCanvasElement;
  readonly #choose: (window: TimeWindow) => void;
  readonly #stop = new AbortController();
  #input: OverviewInput | undefined;
  #window: TimeWindow = { from: 0, to: 0 };
  /** The picture without the mark. */
  #picture: HTMLCanvasElement | undefined;
  #size: Size = { width: 0, height: 0 };
  #frame = 0;
  #drag: { readonly from: number; readonly window: TimeWindow | undefined } | undefined;

  constructor(canvas: HTMLCanvasElement, choose: (window: TimeWindow) => void) {
    this.#canvas = canvas;
    this.#choose = choose;
    const { signal } = this.#stop;
    canvas.addEventListener(
      'pointerdown',
      event => {
        this.#press(event);
      },
      { signal },
    );
    canvas.addEventListener(
      'pointermove',
      event => {
        this.#move(event);
      },
      { signal },
    );
    canvas.addEventListener(
      'pointerup',
      () => {
        this.#drag = undefined;
      },
      { signal },
    );
    canvas.addEventListener(
      'dblclick',
      () => {
        this.#chooseAll();
      },
      { signal },
    );
  }

  /** Shows something else, or in other colours. */
  show(input: OverviewInput): void {
    this.#input = input;
    this.#picture = undefined;
    this.#draw();
  }

  /** Marks this window. */
  setWindow(window: TimeWindow): void {
    this.#window = window;
    this.#draw();
  }

  /** Fits the picture to its element. */
  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas.parentElement ?? this.#canvas;
    if (width === 0 || height === 0) return;
    this.#size = { width, height };
    fitCanvas(this.#canvas, this.#size);
    this.#picture = undefined;
    this.#draw();
  }

  /** Ends it. */
  dispose(): void {
    this.#stop.abort();
    cancelAnimationFrame(this.#frame);
  }

  /** Inside of the marked window it is moved, outside a new one is drawn. */
  #press(event: PointerEvent): void {
    const input = this.#input;
    if (input === undefined || event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    const at = this.#timeAt(event);
    const isWhole = spanOf(this.#window) >= spanOf(input.whole);
    const isInside = !isWhole && at >= this.#window.from && at <= this.#window.to;
    this.#drag = { from: at, window: isInside ? this.#window : undefined };
  }

  #move(event: PointerEvent): void {
    const [input, drag] = [this.#input, this.#drag];
    if (input === undefined || drag === undefined) return;
    const at = this.#timeAt(event);
    if (drag.window !== undefined) {
      this.#choose(panWindow(drag.window, at - drag.from, input.whole));
      return;
    }
    const window = { from: Math.min(at, drag.from), to: Math.max(at, drag.from) };
    this.#choose(fitWindow(window, input.whole));
  }

  #chooseAll(): void {
    if (this.#input !== undefined) this.#choose(this.#input.whole);
  }

  #timeAt(event: PointerEvent): number {
    const { left, width } = this.#canvas.getBoundingClientRect();
    const { from, to } = this.#input?.whole ?? { from: 0, to: 0 };
    const share = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
    return from + share * (to - from);
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const input = this.#input;
      const { width, height } = this.#size;
      if (input === undefined || width === 0 || this.#canvas.clientWidth === 0) return;
      this.#picture ??= this.#paint(input);
      const pen = penOf(this.#canvas);
      pen.clearRect(0, 0, width, height);
      pen.drawImage(this.#picture, 0, 0, width, height);
      this.#paintWindow(pen, input);
    });
  }

  #paint(input: OverviewInput): HTMLCanvasElement {
    const picture = document.createElement('canvas');
    fitCanvas(picture, this.#size);
    const pen = penOf(picture);
    const [first] = input.charts;
    if (input.overview === 'activity') paintActivity(pen, input, this.#size);
    else if (first !== undefined) {
      const { styles, whole } = input;
      paintSmall(pen, first.track, { styles, size: this.#size, whole });
    }
    return picture;
  }

  #paintWindow(pen: CanvasRenderingContext2D, { whole, styles }: OverviewInput): void {
    const { width, height } = this.#size;
    if (spanOf(this.#window) >= spanOf(whole)) return;
    const scale = width / spanOf(whole);
    const left = (this.#window.from - whole.from) * scale;
    const right = Math.max(left + 2, (this.#window.to - whole.from) * scale);
    pen.fillStyle = styles.colors.veil;
    pen.fillRect(0, 0, left, height);
    pen.fillRect(right, 0, width - right, height);
    pen.strokeStyle = styles.colors.focus;
    pen.lineWidth = 1.5;
    pen.strokeRect(left, 0.75, right - left, height - 1.5);
  }
}

/** Columns in the colours of what the program did, as high as the part of its lanes that were there. */
function paintActivity(
  pen: CanvasRenderingContext2D,
  { charts, whole, shade }: OverviewInput,
  { width, height }: Size,
): void {
  const columns = Math.floor(width);
  const tracks = charts.map(({ track }) => track);
  const sums = sumActivity(tracks, whole, columns);
  const full = (spanOf(whole) / columns) * Math.max(1, tracks.length);
  TIME_KINDS.forEach((kind, k) => {
    if (kind === 'idle') return;
    pen.fillStyle = kindColor(kind, shade);
    for (let column = 0; column < columns; column++) {
      const at = column * TIME_KINDS.length;
      let below = 0;
      for (let other = 0; other < k; other++) below += sums[at + other] ?? 0;
      const high = ((sums[at + k] ?? 0) / full) * height;
      if (high > 0) pen.fillRect(column, height - (below / full) * height - high, 1, high);
    }
  });
}
