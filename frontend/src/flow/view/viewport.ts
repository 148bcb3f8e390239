// How the canvas is looked at: from where and how near. The picture is moved without being drawn again.

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const FARTHEST = 0.15;
const NEAREST = 1.6;
/** What one can still read. */
const LEGIBLE = 0.84;
const MARGIN = 28;

export class Viewport {
  #view: View = { x: 0, y: 0, zoom: 1 };
  #frame: HTMLElement | null = null;
  readonly #heard = new Set<() => void>();

  get view(): View {
    return this.#view;
  }

  get size(): { readonly width: number; readonly height: number } {
    const box = this.#frame?.getBoundingClientRect();
    return { width: box?.width || 1, height: box?.height || 1 };
  }

  attach(frame: HTMLElement | null): void {
    this.#frame = frame;
  }

  /** Calls back whenever one looks from elsewhere. */
  subscribe = (heard: () => void): (() => void) => {
    this.#heard.add(heard);
    return () => {
      this.#heard.delete(heard);
    };
  };

  set(view: View): void {
    const zoom = Math.min(NEAREST, Math.max(FARTHEST, view.zoom));
    this.#view = { x: view.x, y: view.y, zoom };
    for (const each of this.#heard) each();
  }

  pan(dx: number, dy: number): void {
    const { x, y, zoom } = this.#view;
    this.set({ x: x + dx, y: y + dy, zoom });
  }

  /** Goes nearer or farther, while a point of the frame stays where it is. */
  zoomAt(factor: number, left: number, top: number): void {
    const { x, y, zoom } = this.#view;
    const next = Math.min(NEAREST, Math.max(FARTHEST, zoom * factor));
    const by = next / zoom;
    this.set({ x: left - (left - x) * by, y: top - (top - y) * by, zoom: next });
  }

  zoomBy(factor: number): void {
    const { width, height } = this.size;
    this.zoomAt(factor, width / 2, height / 2);
  }

  /** Gives what is seen, in the measures of the picture. */
  get seen(): Area {
    const { x, y, zoom } = this.#view;
    const { width, height } = this.size;
    return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  }

  /** Shows the beginning, as near as the width allows, or everything at once. */
  home(all: Area, whole = false): void {
    const { width, height } = this.size;
    const across = (width - 2 * MARGIN) / all.width;
    const down = (height - 2 * MARGIN) / all.height;
    const zoom = whole ? Math.min(across, down, 1) : Math.max(Math.min(across, 1), LEGIBLE);
    // What does not fit begins with the trigger, which stands at nought, in the middle.
    const x = across >= zoom ? width / 2 - (all.x + all.width / 2) * zoom : width / 2;
    const top = whole ? Math.max(MARGIN, (height - all.height * zoom) / 2) : MARGIN;
    this.set({ x, y: top - all.y * zoom, zoom });
  }

  /** Moves as little as is needed for an area to be seen. */
  reveal(area: Area): void {
    const { x, y, zoom } = this.#view;
    const { width, height } = this.size;
    const dx = shift(area.x * zoom + x, area.width * zoom, width);
    const dy = shift(area.y * zoom + y, area.height * zoom, height);
    if (dx !== 0 || dy !== 0) this.pan(dx, dy);
  }
}

/** Says by how much something has to move to be within a frame. */
function shift(from: number, size: number, frame: number): number {
  if (from < MARGIN) return MARGIN - from;
  if (from + size > frame - MARGIN) return Math.max(frame - MARGIN - size - from, MARGIN - from);
  return 0;
}
