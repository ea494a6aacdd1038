// Flame charts on a canvas: what is in sight, what is chosen, and drawing it when something changed.

import type { Frame } from '../../model/frame.ts';
import { ChartCanvas } from './chart-canvas.ts';
import type { ChartContent } from './chart-content.ts';
import type { ChartElements } from './chart-elements.ts';
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
import { MovingWindow } from './moving-window.ts';
import type { TimeWindow } from './time-window.ts';

/** What the charts tell. */
export interface ChartEvents {
  onHover(box: ChartBox | undefined, point: ChartPoint): void;
  onSelect(box: ChartBox | undefined): void;
  onWindow(window: TimeWindow): void;
  onOpenSource(frame: Frame): void;
}

/** Draws and moves the charts until it is disposed of. */
export class FlameChart implements ChartActions {
  readonly #elements: ChartElements;
  readonly #events: ChartEvents;
  readonly #canvas: ChartCanvas;
  readonly #overview: ChartOverview;
  readonly #window: MovingWindow;
  readonly #stopListening: () => void;
  #input: ChartContent;
  #styles: FrameStyles;
  #placed: readonly PlacedTrack[] = [];
  #folded = new Set<number>();
  #hovered: ChartBox | undefined;
  #selected: ChartBox | undefined;

  constructor(elements: ChartElements, events: ChartEvents, input: ChartContent) {
    this.#elements = elements;
    this.#events = events;
    this.#canvas = new ChartCanvas(elements.scroller, elements.canvas, {
      onResize: ({ width }) => {
        this.#window.resize(width);
        this.#overview.resize();
      },
      onDraw: (size, scrollTop) => {
        this.#paint(size, scrollTop);
      },
    });
    this.#input = input;
    this.#styles = new FrameStyles({ ...input, pen: this.#canvas.pen });
    this.#window = new MovingWindow(input.whole, () => {
      this.#moved();
    });
    this.#overview = new ChartOverview(elements.overview, window => {
      this.#window.jumpTo(window);
    });
    this.#stopListening = listenOnChart(elements.scroller, this);
    this.show(input);
  }

  /** Shows something else, or the same in other colours. */
  show(input: ChartContent): void {
    const isOther = input.charts !== this.#input.charts;
    this.#input = input;
    this.#styles = new FrameStyles({ ...input, pen: this.#canvas.pen });
    if (isOther) {
      this.#hovered = this.#selected = undefined;
      this.#folded = new Set();
      this.#events.onSelect(undefined);
    }
    this.#window.fit(input.whole);
    this.#place();
  }

  /** Chooses a box and shows it. */
  select(selected: ChartBox | undefined): void {
    this.#selected = selected;
    this.#events.onSelect(selected);
    if (selected !== undefined) this.#scrollTo(selected);
    this.#canvas.draw();
  }

  /** Chooses a box and makes it as wide as the canvas. */
  zoomTo(chosen: ChartBox): void {
    this.select(chosen);
    this.#window.zoomTo(chosen.box);
  }

  /** Ends the charts. */
  dispose(): void {
    this.#canvas.dispose();
    this.#window.stop();
    this.#stopListening();
    this.#overview.dispose();
  }

  hover(point: ChartPoint | undefined): void {
    this.#hovered = point === undefined ? undefined : this.#boxAt(point);
    this.#elements.scroller.classList.toggle('on-box', this.#hovered !== undefined);
    this.#events.onHover(this.#hovered, point ?? { x: 0, y: 0 });
    this.#canvas.draw();
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
    this.#window.pan(pixels);
  }

  zoom(factor: number, x?: number): void {
    if (x === undefined) this.#window.zoomAround(this.#selected?.box, factor);
    else this.#window.zoomAt(x, factor);
  }

  step(step: BoxStep): void {
    const { from, to } = this.#window.now;
    const next =
      this.#selected === undefined
        ? firstBox(this.#placed, (from + to) / 2)
        : stepFrom(this.#placed, this.#selected, step);
    if (next === undefined) return;
    this.select(next);
    this.#window.reveal(next.box);
  }

  key(key: 'zoomToChosen' | 'reset' | 'escape' | 'openSource'): void {
    const selected = this.#selected;
    if (key === 'zoomToChosen' && selected !== undefined) this.zoomTo(selected);
    if (key === 'openSource' && selected !== undefined)
      this.#events.onOpenSource(selected.box.frame);
    if (key === 'reset' || (key === 'escape' && selected === undefined)) this.#window.reset();
    if (key === 'escape') this.select(undefined);
  }

  #place(): void {
    this.#placed = placeTracks(this.#input.charts, this.#folded);
    this.#elements.space.style.height = `${chartsHeight(this.#placed) + AXIS_HEIGHT}px`;
    this.#overview.show({ ...this.#input, styles: this.#styles });
    this.#moved();
  }

  #boxAt(point: ChartPoint): ChartBox | undefined {
    const y = chartY(point, this.#elements.scroller.scrollTop);
    const spot = y < 0 ? undefined : findSpot(this.#placed, y);
    const track = this.#placed[spot?.index ?? -1]?.track;
    if (spot === undefined || track === undefined) return undefined;
    const box = findBox(track, this.#window.timeAt(point.x), spot.level);
    return box === undefined ? undefined : { index: spot.index, box };
  }

  #scrollTo({ index, box }: ChartBox): void {
    const { scroller } = this.#elements;
    const top = (this.#placed[index]?.body ?? 0) + box.level * LEVEL_HEIGHT;
    const room = scroller.clientHeight - AXIS_HEIGHT - LEVEL_HEIGHT;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
  }

  #moved(): void {
    this.#overview.setWindow(this.#window.now);
    this.#events.onWindow(this.#window.now);
    this.#canvas.draw();
  }

  #paint(size: Size, scrollTop: number): void {
    const [placed, window] = [this.#placed, this.#window.now];
    const [hovered, selected] = [this.#hovered, this.#selected];
    const picture = { placed, window, scrollTop, hovered, selected };
    new ChartPainter(this.#canvas.pen, this.#styles).paint(picture, size);
  }
}
