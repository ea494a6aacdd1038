// A list of which only the rows in sight are in the page, so that its length costs nothing.

import type { ComponentChildren, HTMLAttributes, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Height of a row, in pixels. */
const ROW_HEIGHT = 24;
/** Rows above and below those in sight. */
const MARGIN = 8;

interface VirtualRowsProps {
  readonly count: number;
  /** Index of the row that must be in sight, and stays in the page; -1: none. */
  readonly active: number;
  readonly row: (index: number) => ComponentChildren;
  /** Attributes of the element that scrolls and has the focus. */
  readonly list: HTMLAttributes<HTMLDivElement>;
  /** Stays above the rows. */
  readonly head?: ComponentChildren;
}

/** The list. `row` gives a row's element without its position. */
export function VirtualRows({ count, active, row, list, head }: VirtualRowsProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const { view, update } = useView(scroller);
  useEffect(() => {
    scrollIntoSight(scroller.current, active);
  }, [active]);
  const indices = listIndices(view, count, active);
  return (
    <div {...list} ref={scroller} onScroll={update}>
      {head}
      <div class="rows" role="presentation" style={{ height: `${count * ROW_HEIGHT}px` }}>
        {indices.map(index => (
          <div
            key={index}
            class="row-place"
            role="presentation"
            style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
          >
            {row(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

interface View {
  readonly top: number;
  readonly height: number;
}

/** Which part of the list is in sight; `update` looks again. */
function useView(list: { readonly current: HTMLElement | null }): {
  view: View;
  update: () => void;
} {
  const [view, setView] = useState<View>({ top: 0, height: 0 });
  const update = (): void => {
    const { scrollTop: top = 0, clientHeight: height = 0 } = list.current ?? {};
    setView(old => (old.top === top && old.height === height ? old : { top, height }));
  };
  useLayoutEffect(() => watchSize(list.current, update), []);
  return { view, update };
}

/** How many rows a page is, for the Page Up and Page Down keys. */
export function pageRows(list: Element): number {
  return Math.max(1, Math.floor(list.clientHeight / ROW_HEIGHT) - 2);
}

function listIndices({ top, height }: View, count: number, active: number): number[] {
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - MARGIN);
  const end = Math.min(count, Math.ceil((top + height) / ROW_HEIGHT) + MARGIN);
  const indices: number[] = [];
  if (active >= 0 && active < first && active < count) indices.push(active);
  for (let index = first; index < end; index++) indices.push(index);
  if (active >= end && active < count) indices.push(active);
  return indices;
}

/** Scrolls as little as possible; to the middle when the row is far away. */
function scrollIntoSight(scroller: HTMLElement | null, active: number): void {
  if (scroller === null || active < 0) return;
  const head = scroller.querySelector<HTMLElement>('.column-heads')?.offsetHeight ?? 0;
  const top = active * ROW_HEIGHT;
  const room = scroller.clientHeight - head - ROW_HEIGHT;
  const { scrollTop } = scroller;
  if (top >= scrollTop && top <= scrollTop + room) return;
  const isFar = top < scrollTop - room || top > scrollTop + 2 * room;
  if (isFar) scroller.scrollTop = Math.round(top - room / 2);
  else scroller.scrollTop = top < scrollTop ? top : top - room;
}

function watchSize(element: Element | null, update: () => void): (() => void) | undefined {
  if (element === null) return undefined;
  update();
  const observer = new ResizeObserver(update);
  observer.observe(element);
  return () => {
    observer.disconnect();
  };
}
