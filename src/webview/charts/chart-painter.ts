// Draws flame charts on a canvas.

import type { Frame } from '../../model/frame.ts';
import { listTicks } from './axis-ticks.ts';
import { sweepBoxes } from './box-sweep.ts';
import { AXIS_HEIGHT, HEADING_HEIGHT, LEVEL_HEIGHT } from './chart-layout.ts';
import type { ChartBox, PlacedTrack, Size } from './chart-layout.ts';
import type { FlameTrack } from './flame-track.ts';
import type { FrameStyles } from './frame-styles.ts';
import type { TimeWindow } from './time-window.ts';

/** What is drawn. */
export interface ChartPicture {
  readonly placed: readonly PlacedTrack[];
  readonly window: TimeWindow;
  /** How far the charts are scrolled up, in pixels. */
  readonly scrollTop: number;
  readonly hovered: ChartBox | undefined;
  readonly selected: ChartBox | undefined;
}

const TEXT_LEAST = 22;
const PADDING = 4;

/** Draws on one canvas, in the styles that it was given. */
export class ChartPainter {
  readonly #pen: CanvasRenderingContext2D;
  readonly #styles: FrameStyles;

  constructor(pen: CanvasRenderingContext2D, styles: FrameStyles) {
    this.#pen = pen;
    this.#styles = styles;
  }

  /** Draws everything. */
  paint(picture: ChartPicture, size: Size): void {
    const { placed, scrollTop } = picture;
    this.#pen.clearRect(0, 0, size.width, size.height);
    this.#paintGrid(picture.window, size);
    this.#pen.save();
    this.#pen.translate(0, AXIS_HEIGHT - scrollTop);
    for (const track of placed) {
      if (track.bottom < scrollTop || track.top > scrollTop + size.height) continue;
      this.#paintTrack(track, picture, size);
    }
    this.#paintOutline(picture.hovered, picture, size);
    this.#paintOutline(picture.selected, picture, size);
    this.#pen.restore();
    this.#paintAxis(picture.window, size);
  }

  #paintTrack(placed: PlacedTrack, { window, scrollTop }: ChartPicture, size: Size): void {
    const pen = this.#pen;
    if (placed.body > placed.top) this.#paintHeading(placed, size);
    if (placed.isFolded) return;
    pen.font = this.#styles.font;
    pen.textBaseline = 'middle';
    const { nodes } = placed.track;
    const firstLevel = Math.max(0, Math.floor((scrollTop - placed.body) / LEVEL_HEIGHT));
    const endLevel = Math.ceil((scrollTop + size.height - placed.body) / LEVEL_HEIGHT);
    const area = { window, pixels: size.width, firstLevel, endLevel };
    sweepBoxes(placed.track, area, (node, left, right) => {
      const frame = placed.track.frames[nodes.frame[node] ?? -1];
      const top = placed.body + (nodes.level[node] ?? 0) * LEVEL_HEIGHT;
      if (frame !== undefined) this.#paintBox(frame, { left, right, top });
    });
  }

  #paintBox(frame: Frame, { left, right, top }: BoxEdges): void {
    const pen = this.#pen;
    const style = this.#styles.of(frame);
    const width = right - left;
    // On whole pixels, or else narrow neighbours would shine through each other.
    const [from, to] = [Math.round(left), Math.round(right)];
    // A gap between boxes, as long as there is something left of them.
    const gap = to - from > 3 ? 1 : 0;
    pen.fillStyle = style.fill;
    pen.fillRect(from, top, Math.max(to - from - gap, 1), LEVEL_HEIGHT - 1);
    if (width < TEXT_LEAST) return;
    const text = this.#fitText(style.name, style.width, width - 2 * PADDING);
    pen.fillStyle = style.text;
    pen.fillText(text, left + PADDING, top + LEVEL_HEIGHT / 2 + 0.5);
  }

  /** As much of the name as there is room for. */
  #fitText(name: string, nameWidth: number, room: number): string {
    if (nameWidth <= room) return name;
    for (let length = Math.floor((name.length * room) / nameWidth); length > 0; length--) {
      const text = `${name.slice(0, length)}…`;
      if (this.#styles.widthOf(text) <= room) return text;
    }
    return '';
  }

  #paintHeading({ title, top, isFolded }: PlacedTrack, { width }: Size): void {
    const pen = this.#pen;
    const { colors, boldFont } = this.#styles;
    pen.fillStyle = colors.surface;
    pen.fillRect(0, top, width, HEADING_HEIGHT - 3);
    pen.fillStyle = colors.text;
    pen.font = boldFont;
    pen.textBaseline = 'middle';
    pen.fillText(`${isFolded ? '▸' : '▾'}  ${title}`, 8, top + HEADING_HEIGHT / 2 - 1);
  }

  #paintOutline(chosen: ChartBox | undefined, picture: ChartPicture, size: Size): void {
    const placed = picture.placed[chosen?.index ?? -1];
    if (chosen === undefined || placed === undefined || placed.isFolded) return;
    const { from, to } = picture.window;
    const scale = size.width / (to - from);
    const left = Math.max(-4, (chosen.box.from - from) * scale);
    const right = Math.min(size.width + 4, (chosen.box.to - from) * scale);
    if (right < 0 || left > size.width) return;
    const top = placed.body + chosen.box.level * LEVEL_HEIGHT;
    const isSelected = chosen === picture.selected;
    this.#pen.strokeStyle = isSelected ? this.#styles.colors.focus : this.#styles.colors.text;
    this.#pen.lineWidth = isSelected ? 2 : 1;
    this.#pen.strokeRect(left + 0.5, top - 0.5, Math.max(right - left - 1, 2), LEVEL_HEIGHT);
  }

  #paintGrid(window: TimeWindow, { width, height }: Size): void {
    this.#pen.fillStyle = this.#styles.colors.grid;
    for (const { at } of listTicks(window, width / 110)) {
      const x = ((at - window.from) / (window.to - window.from)) * width;
      this.#pen.fillRect(Math.round(x), AXIS_HEIGHT, 1, height);
    }
  }

  #paintAxis(window: TimeWindow, { width }: Size): void {
    const pen = this.#pen;
    const { colors, font } = this.#styles;
    pen.fillStyle = colors.ground;
    pen.fillRect(0, 0, width, AXIS_HEIGHT - 1);
    pen.fillStyle = colors.grid;
    pen.fillRect(0, AXIS_HEIGHT - 1, width, 1);
    pen.font = font;
    pen.textBaseline = 'middle';
    pen.fillStyle = colors.muted;
    for (const { at, text } of listTicks(window, width / 110)) {
      const x = ((at - window.from) / (window.to - window.from)) * width;
      pen.fillRect(Math.round(x), AXIS_HEIGHT - 6, 1, 5);
      pen.fillText(text, Math.round(x) + 4, AXIS_HEIGHT / 2);
    }
  }
}

interface BoxEdges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/** Draws a whole chart small, as many levels as there is room for: the picture above a flame graph. */
export function paintSmall(
  pen: CanvasRenderingContext2D,
  track: FlameTrack,
  { styles, size, whole }: { styles: FrameStyles; size: Size; whole: TimeWindow },
): void {
  const height = Math.max(2, Math.min(4, size.height / Math.max(1, track.levels)));
  const endLevel = Math.ceil(size.height / height);
  const area = { window: whole, pixels: size.width, firstLevel: 0, endLevel };
  sweepBoxes(track, area, (node, left, right) => {
    const frame = track.frames[track.nodes.frame[node] ?? -1];
    if (frame === undefined) return;
    pen.fillStyle = styles.of(frame).fill;
    pen.fillRect(left, (track.nodes.level[node] ?? 0) * height, right - left, height);
  });
}
