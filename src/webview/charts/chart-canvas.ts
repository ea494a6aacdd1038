// The canvas that flame charts are drawn on: as large as what scrolls above it, drawn when something has changed.

import { fitCanvas, penOf } from './canvas.ts';
import type { Size } from './chart-layout.ts';

/** What the canvas tells. */
export interface CanvasEvents {
  /** It has another size; drawn anew it is by itself. */
  onResize(size: Size): void;
  /** It is to be drawn now. Not called while it is out of sight. */
  onDraw(size: Size, scrollTop: number): void;
}

/** One canvas, until it is disposed of. */
export class ChartCanvas {
  readonly pen: CanvasRenderingContext2D;
  readonly #events: CanvasEvents;
  readonly #stop = new AbortController();
  readonly #resized: ResizeObserver;
  #size: Size = { width: 0, height: 0 };
  #frame = 0;

  /** `scroller` lies above it and is as large. */
  constructor(
    private readonly scroller: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
    events: CanvasEvents,
  ) {
    this.pen = penOf(canvas);
    this.#events = events;
    this.#resized = new ResizeObserver(() => {
      this.#resize();
    });
    this.#resized.observe(scroller);
    const options = { passive: true, signal: this.#stop.signal };
    const onScroll = (): void => {
      this.draw();
    };
    scroller.addEventListener('scroll', onScroll, options);
  }

  /** Draws with the next frame, however often it is asked to. */
  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const { scrollTop, clientWidth } = this.scroller;
      // Out of sight: it is drawn when it comes back, with its size.
      if (clientWidth > 0 && this.#size.width > 0) this.#events.onDraw(this.#size, scrollTop);
    });
  }

  /** Draws no more. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#resized.disconnect();
    this.#stop.abort();
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.scroller;
    if (width === 0 || height === 0) return;
    this.#size = { width, height };
    fitCanvas(this.canvas, this.#size);
    this.#events.onResize(this.#size);
    this.draw();
  }
}
