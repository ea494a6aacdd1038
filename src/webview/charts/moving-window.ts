// The part of a chart that is in sight, as it moves: by a hand at once, by a key or a choice smoothly.

import type { Micros } from '../../model/frame.ts';
import { fitWindow, panWindow, showInWindow, spanOf, zoomWindow } from './time-window.ts';
import type { TimeWindow } from './time-window.ts';
import { WindowAnimation } from './window-animation.ts';

/** One chart's window. */
export class MovingWindow {
  readonly #onChange: () => void;
  readonly #animation: WindowAnimation;
  #whole: TimeWindow;
  #now: TimeWindow;
  /** Of the canvas, in pixels. */
  #width = 0;

  /** `onChange` is called when it has moved. */
  constructor(whole: TimeWindow, onChange: () => void) {
    this.#whole = this.#now = whole;
    this.#onChange = onChange;
    this.#animation = new WindowAnimation(window => {
      this.#set(window);
    });
  }

  /** What is in sight. */
  get now(): TimeWindow {
    return this.#now;
  }

  /** The chart has become as wide, in pixels. */
  resize(width: number): void {
    this.#width = width;
  }

  /** There is something else to see: as much of it is shown as before. */
  fit(whole: TimeWindow): void {
    this.#whole = whole;
    this.#now = fitWindow(this.#now, whole);
  }

  /** Shows everything. */
  reset(): void {
    this.#animate(this.#whole);
  }

  /** Shows exactly this, smoothly. */
  zoomTo(part: TimeWindow): void {
    this.#animate(fitWindow(part, this.#whole));
  }

  /** Moves as little as possible so that this can be seen. */
  reveal(part: TimeWindow): void {
    this.#animate(showInWindow(this.#now, part, this.#whole));
  }

  /** Moves by so many pixels. */
  pan(pixels: number): void {
    const by = (pixels * spanOf(this.#now)) / Math.max(1, this.#width);
    this.jumpTo(panWindow(this.#now, by, this.#whole));
  }

  /** Becomes `factor` times as long; what is at pixel `x` stays where it is. */
  zoomAt(x: number, factor: number): void {
    this.jumpTo(this.#zoomed(this.timeAt(x), factor));
  }

  /** As {@link zoomAt}, smoothly, around the middle of what is in sight of `part`, or of everything in sight. */
  zoomAround(part: TimeWindow | undefined, factor: number): void {
    this.#animate(this.#zoomed(this.#centreOf(part), factor));
  }

  /** Shows this at once. */
  jumpTo(window: TimeWindow): void {
    this.stop();
    this.#set(window);
  }

  /** The time that is shown at pixel `x`. */
  timeAt(x: number): Micros {
    return this.#now.from + (x / Math.max(1, this.#width)) * spanOf(this.#now);
  }

  /** Stops where it is. */
  stop(): void {
    this.#animation.stop();
  }

  #zoomed(at: Micros, factor: number): TimeWindow {
    return zoomWindow(this.#animation.target(this.#now), { at, factor }, this.#whole);
  }

  #centreOf(part: TimeWindow | undefined): Micros {
    const { from, to } = this.#now;
    if (part === undefined || part.to <= from || part.from >= to) return (from + to) / 2;
    return (Math.max(part.from, from) + Math.min(part.to, to)) / 2;
  }

  #animate(window: TimeWindow): void {
    this.#animation.run(this.#now, window);
  }

  #set(window: TimeWindow): void {
    this.#now = window;
    this.#onChange();
  }
}
