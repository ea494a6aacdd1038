// Canvases as sharp as the screen.

import type { Size } from './chart-layout.ts';

/** The canvas' pen. */
export function penOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser cannot draw');
  return pen;
}

/** Makes the canvas as sharp as the screen. */
export function fitCanvas(canvas: HTMLCanvasElement, { width, height }: Size): void {
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  penOf(canvas).setTransform(ratio, 0, 0, ratio, 0, 0);
}
