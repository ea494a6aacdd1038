// Where flame charts are in the page.

/** The elements that the charts live in. */
export interface ChartElements {
  /** Scrolls, and has the focus. */
  readonly scroller: HTMLElement;
  /** As high as all charts. */
  readonly space: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly overview: HTMLCanvasElement;
}
