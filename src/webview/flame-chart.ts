// Flame charts on a canvas: what is in sight, what is chosen, and drawing it when something changed.

import type { Frame } from '../model/frame.ts';
import { fitCanvas, penOf } from './canvas.ts';
import type { ChartContent } from './chart-content.ts';
import { chartY, listenOnChart } from './chart-input.ts';
import type { ChartActions, ChartPoint } from './chart-input.ts';
import { AXIS_HEIGHT, chartsHeight, findSpot, LEVEL_HEIGHT, placeTracks } from './chart-layout.ts';
import type { ChartBox, PlacedTrack, Size } from './chart-layout.ts';
import { firstBox, stepFrom } from './chart-navigation.ts';
import type { BoxStep } from './chart-navigation.ts';
import { ChartOverview } from './chart-overview.ts';
import { ChartPainter } from './chart-painter.ts';
import { findBox } from './flame-track.ts';
import { FrameStyles } from './frame-styles.ts';
import { fitWindow, panWindow, showInWindow, spanOf, zoomWindow } from './time-window.ts';
import type { TimeWindow } from './time-window.ts';
import { WindowAnimation } from './window-animation.ts';

/** What the charts tell. */
export interface ChartEvents {
  onHover(box: ChartBox | undefined, point: ChartPoint): void;
  onSelect(box: ChartBox | undefined): void;
  onWindow(window: TimeWindow): void;
  onOpenSource(frame: Frame): void;
}

/** The elements that the charts live in. */
export interface ChartElements {
  /** Scrolls, and has the focus. */
  readonly scroller: HTMLElement;
  /** As high as all charts. */
  readonly space: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly overview: HTMLCanvasElement;
}

/** Draws and moves the charts until it is disposed of. */
export class FlameChart implements ChartActions {
  readonly #elements: ChartElements;
  readonly #events: ChartEvents;
  readonly #pen: CanvasRenderingContext2D;
  readonly #overview: ChartOverview;
  readonly #animation: WindowAnimation;
  readonly #stops: (() => void)[] = [];
  #input: ChartContent;
  #styles: FrameStyles;
  #placed: readonly PlacedTrack[] = [];
  #folded = new Set<number>();
  #window: TimeWindow;
  #hovered: ChartBox | undefined;
  #selected: ChartBox | undefined;
  #size: Size = { width: 0, height: 0 };
  #frame = 0;

  constructor(elements: ChartElements, events: ChartEvents, input: ChartContent) {
    this.#elements = elements;
    this.#events = events;
    this.#pen = penOf(elements.canvas);
    this.#input = input;
    this.#window = input.whole;
    this.#styles = new FrameStyles({ ...input, pen: this.#pen });
    this.#animation = new WindowAnimation(window => {
      this.#setWindow(window);
    });
    this.#overview = new ChartOverview(elements.overview, window => {
      this.#jumpTo(window);
    });
    this.#listen();
    this.show(input);
  }

  /** Shows something else, or the same in other colours. */
  show(input: ChartContent): void {
    const isOther = input.charts !== this.#input.charts;
    this.#input = input;
    this.#styles = new FrameStyles({ ...input, pen: this.#pen });
    if (isOther) {
      this.#hovered = this.#selected = undefined;
      this.#folded = new Set();
      this.#events.onSelect(undefined);
    }
    this.#window = fitWindow(this.#window, input.whole);
    this.#place();
  }

  /** Chooses a box and shows it. */
  select(selected: ChartBox | undefined): void {
    this.#selected = selected;
    this.#events.onSelect(selected);
    if (selected !== undefined) this.#scrollTo(selected);
    this.#draw();
  }

  /** Chooses a box and makes it as wide as the canvas. */
  zoomTo(chosen: ChartBox): void {
    this.select(chosen);
    this.#animate(fitWindow(chosen.box, this.#input.whole));
  }

  /** Ends the charts. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#animation.stop();
    for (const stop of this.#stops) stop();
  }

  hover(point: ChartPoint | undefined): void {
    this.#hovered = point === undefined ? undefined : this.#boxAt(point);
    this.#elements.scroller.classList.toggle('on-box', this.#hovered !== undefined);
    this.#events.onHover(this.#hovered, point ?? { x: 0, y: 0 });
    this.#draw();
  }

  choose(point: ChartPoint): void {
    const spot = findSpot(this.#placed, chartY(point, this.#elements.scroller.scrollTop));
    if (spot?.level === -1) {
      if (!this.#folded.delete(spot.index)) this.#folded.add(spot.index);
      this.#place();
      return;
    }
    const box = this.#boxAt(point);
    this.hover(undefined);
    if (box !== undefined && this.#input.onClick === 'zoom') this.zoomTo(box);
    else this.select(box);
  }

  zoomToBox(point: ChartPoint): void {
    const box = this.#boxAt(point);
    if (box !== undefined) this.zoomTo(box);
  }

  pan(pixels: number): void {
    const by = (pixels * spanOf(this.#window)) / Math.max(1, this.#size.width);
    this.#jumpTo(panWindow(this.#window, by, this.#input.whole));
  }

  zoom(factor: number, x?: number): void {
    const at = x === undefined ? this.#zoomCentre() : this.#timeAt(x);
    const next = zoomWindow(
      this.#animation.target(this.#window),
      { at, factor },
      this.#input.whole,
    );
    if (x === undefined) this.#animate(next);
    else this.#jumpTo(next);
  }

  step(step: BoxStep): void {
    const { from, to } = this.#window;
    const next =
      this.#selected === undefined
        ? firstBox(this.#placed, (from + to) / 2)
        : stepFrom(this.#placed, this.#selected, step);
    if (next === undefined) return;
    this.select(next);
    this.#animate(showInWindow(this.#window, next.box, this.#input.whole));
  }

  key(key: 'zoomToChosen' | 'reset' | 'escape' | 'openSource'): void {
    const selected = this.#selected;
    if (key === 'zoomToChosen' && selected !== undefined) this.zoomTo(selected);
    if (key === 'openSource' && selected !== undefined)
      this.#events.onOpenSource(selected.box.frame);
    if (key === 'reset' || (key === 'escape' && selected === undefined))
      this.#animate(this.#input.whole);
    if (key === 'escape') this.select(undefined);
  }

  #listen(): void {
    const { scroller } = this.#elements;
    const onScroll = (): void => {
      this.#draw();
    };
    const resized = new ResizeObserver(() => {
      this.#resize();
    });
    resized.observe(scroller);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    this.#stops.push(
      listenOnChart(scroller, this),
      () => {
        resized.disconnect();
      },
      () => {
        scroller.removeEventListener('scroll', onScroll);
      },
      () => {
        this.#overview.dispose();
      },
    );
  }

  #place(): void {
    this.#placed = placeTracks(this.#input.charts, this.#folded);
    this.#elements.space.style.height = `${chartsHeight(this.#placed) + AXIS_HEIGHT}px`;
    this.#overview.show({ ...this.#input, styles: this.#styles });
    this.#setWindow(this.#window);
  }

  #resize(): void {
    const { scroller, canvas } = this.#elements;
    const { clientWidth: width, clientHeight: height } = scroller;
    if (width === 0 || height === 0) return;
    this.#size = { width, height };
    fitCanvas(canvas, this.#size);
    this.#overview.resize();
    this.#draw();
  }

  #boxAt(point: ChartPoint): ChartBox | undefined {
    const y = chartY(point, this.#elements.scroller.scrollTop);
    const spot = y < 0 ? undefined : findSpot(this.#placed, y);
    const track = this.#placed[spot?.index ?? -1]?.track;
    if (spot === undefined || track === undefined) return undefined;
    const box = findBox(track, this.#timeAt(point.x), spot.level);
    return box === undefined ? undefined : { index: spot.index, box };
  }

  #timeAt(x: number): number {
    return this.#window.from + (x / Math.max(1, this.#size.width)) * spanOf(this.#window);
  }

  #zoomCentre(): number {
    const { from, to } = this.#window;
    const box = this.#selected?.box;
    if (box === undefined || box.to <= from || box.from >= to) return (from + to) / 2;
    return (Math.max(box.from, from) + Math.min(box.to, to)) / 2;
  }

  #scrollTo({ index, box }: ChartBox): void {
    const { scroller } = this.#elements;
    const top = (this.#placed[index]?.body ?? 0) + box.level * LEVEL_HEIGHT;
    const room = scroller.clientHeight - AXIS_HEIGHT - LEVEL_HEIGHT;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
  }

  #jumpTo(window: TimeWindow): void {
    this.#animation.stop();
    this.#setWindow(window);
  }

  #animate(window: TimeWindow): void {
    this.#animation.run(this.#window, window);
  }

  #setWindow(window: TimeWindow): void {
    this.#window = window;
    this.#overview.setWindow(window);
    this.#events.onWindow(window);
    this.#draw();
  }

  /** Draws with the next frame, however often it is asked to. */
  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const { scrollTop, clientWidth } = this.#elements.scroller;
      // Out of sight: it is drawn when it comes back, with its size.
      if (clientWidth === 0 || this.#size.width === 0) return;
      const [hovered, selected] = [this.#hovered, this.#selected];
      const picture = { placed: this.#placed, window: this.#window, scrollTop, hovered, selected };
      new ChartPainter(this.#pen, this.#styles).paint(picture, this.#size);
    });
  }
}
