// Mouse, touch and keys on flame charts, as what they mean.
//
//   drag            moves the window              wheel             scrolls up and down
//   click           chooses a box                 Ctrl + wheel      zooms at the pointer (as pinching does)
//   double click    zooms to a box                Shift + wheel     moves the window (as does a sideways swipe)

import { AXIS_HEIGHT } from './chart-layout.ts';
import type { BoxStep } from './chart-navigation.ts';

/** Pixels from the top left corner of the canvas. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/** What can be done to the charts. */
export interface ChartActions {
  hover(point: ChartPoint | undefined): void;
  choose(point: ChartPoint): void;
  zoomToBox(point: ChartPoint): void;
  /** Moves the window by so many pixels. */
  pan(pixels: number): void;
  /** Makes the window `factor` times as long, keeping what is at `x`; without it, what is chosen or in the middle. */
  zoom(factor: number, x?: number): void;
  step(step: BoxStep): void;
  key(key: 'zoomToChosen' | 'reset' | 'escape' | 'openSource'): void;
}

const CLICK_DISTANCE = 4;
const KEY_PAN = 0.15;
const KEY_ZOOM = 1.4;

/** Listens on the element that scrolls and holds the canvas. Returns the way to stop that. */
export function listenOnChart(scroller: HTMLElement, actions: ChartActions): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal, passive: false };
  const pointer = new PointerListener(scroller, actions);
  scroller.addEventListener('pointerdown', pointer.press, options);
  scroller.addEventListener('pointermove', pointer.move, options);
  scroller.addEventListener('pointerup', pointer.release, options);
  scroller.addEventListener('pointercancel', pointer.cancel, options);
  scroller.addEventListener('pointerleave', pointer.leave, options);
  scroller.addEventListener('dblclick', pointer.doubleClick, options);
  const onWheel = (event: WheelEvent): void => {
    turnWheel(event, scroller, actions);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    pressKey(event, scroller, actions);
  };
  scroller.addEventListener('wheel', onWheel, options);
  scroller.addEventListener('keydown', onKeyDown, options);
  return () => {
    stop.abort();
  };
}

/** Tells clicks from drags. */
class PointerListener {
  readonly #scroller: HTMLElement;
  readonly #actions: ChartActions;
  #pressed: { readonly x: number; readonly y: number } | undefined;
  #last: { readonly x: number; readonly y: number } | undefined;
  #isDrag = false;

  constructor(scroller: HTMLElement, actions: ChartActions) {
    this.#scroller = scroller;
    this.#actions = actions;
  }

  readonly press = (event: PointerEvent): void => {
    if (event.button !== 0 || isOnScrollBar(event, this.#scroller)) return;
    this.#pressed = this.#last = { x: event.clientX, y: event.clientY };
    this.#isDrag = false;
  };

  readonly move = (event: PointerEvent): void => {
    const { clientX: x, clientY: y } = event;
    if (this.#pressed === undefined || this.#last === undefined) {
      this.#actions.hover(pointOf(event, this.#scroller));
      return;
    }
    const distance = Math.hypot(x - this.#pressed.x, y - this.#pressed.y);
    if (!this.#isDrag && distance < CLICK_DISTANCE) return;
    if (!this.#isDrag) this.#beginDrag(event);
    this.#actions.pan(this.#last.x - x);
    if (event.pointerType === 'mouse') this.#scroller.scrollTop += this.#last.y - y;
    this.#last = { x, y };
  };

  readonly release = (event: PointerEvent): void => {
    const isClick = this.#pressed !== undefined && !this.#isDrag;
    this.cancel();
    if (isClick) this.#actions.choose(pointOf(event, this.#scroller));
  };

  readonly cancel = (): void => {
    this.#pressed = undefined;
    this.#scroller.classList.remove('dragged');
  };

  readonly leave = (): void => {
    this.#actions.hover(undefined);
  };

  readonly doubleClick = (event: MouseEvent): void => {
    this.#actions.zoomToBox(pointOf(event, this.#scroller));
  };

  #beginDrag(event: PointerEvent): void {
    this.#isDrag = true;
    this.#scroller.setPointerCapture(event.pointerId);
    this.#scroller.classList.add('dragged');
    this.#actions.hover(undefined);
  }
}

function turnWheel(event: WheelEvent, scroller: HTMLElement, actions: ChartActions): void {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
  const [x, y] = [event.deltaX * unit, event.deltaY * unit];
  if (event.ctrlKey || event.metaKey) {
    actions.zoom(Math.exp(Math.min(Math.max(y, -80), 80) / 150), pointOf(event, scroller).x);
  } else if (event.shiftKey || Math.abs(x) > Math.abs(y)) actions.pan(event.shiftKey ? x || y : x);
  else return;
  event.preventDefault();
}

function pressKey(event: KeyboardEvent, scroller: HTMLElement, actions: ChartActions): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (action === undefined) return;
  event.preventDefault();
  action(actions, scroller.clientWidth);
}

const KEYS: Readonly<Partial<Record<string, (actions: ChartActions, width: number) => void>>> = {
  w: actions => {
    actions.zoom(1 / KEY_ZOOM);
  },
  '+': actions => {
    actions.zoom(1 / KEY_ZOOM);
  },
  '=': actions => {
    actions.zoom(1 / KEY_ZOOM);
  },
  s: actions => {
    actions.zoom(KEY_ZOOM);
  },
  '-': actions => {
    actions.zoom(KEY_ZOOM);
  },
  a: (actions, width) => {
    actions.pan(-width * KEY_PAN);
  },
  d: (actions, width) => {
    actions.pan(width * KEY_PAN);
  },
  ArrowUp: actions => {
    actions.step('out');
  },
  ArrowDown: actions => {
    actions.step('in');
  },
  ArrowLeft: actions => {
    actions.step('before');
  },
  ArrowRight: actions => {
    actions.step('after');
  },
  Enter: actions => {
    actions.key('zoomToChosen');
  },
  o: actions => {
    actions.key('openSource');
  },
  0: actions => {
    actions.key('reset');
  },
  Home: actions => {
    actions.key('reset');
  },
  Escape: actions => {
    actions.key('escape');
  },
};

function pointOf(event: MouseEvent, scroller: HTMLElement): ChartPoint {
  const { left, top } = scroller.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

function isOnScrollBar(event: MouseEvent, scroller: HTMLElement): boolean {
  return pointOf(event, scroller).x >= scroller.clientWidth;
}

/** Height on the canvas → height in the charts; negative on the axis. */
export function chartY({ y }: ChartPoint, scrollTop: number): number {
  return y < AXIS_HEIGHT ? -1 : y - AXIS_HEIGHT + scrollTop;
}
