// What a drag does, for menus and keys.

import { announce } from "../ui/toast";
import { w } from "../words";

export class ArrangeItems {
  constructor(
    readonly index: number,
    readonly count: number,
    readonly onMove: (from: number, before: number) => void,
  ) {}

  get isFirst(): boolean {
    return this.index === 0;
  }

  get isLast(): boolean {
    return this.index === this.count - 1;
  }

  up(): void {
    if (this.isFirst) return;
    this.onMove(this.index, this.index - 1);
    this.#say(this.index);
  }

  down(): void {
    if (this.isLast) return;
    this.onMove(this.index, this.index + 2);
    this.#say(this.index + 2);
  }

  #say(place: number): void {
    announce(w(`移到第 ${place} 位，共 ${this.count} 项`, `Now ${place} of ${this.count}`));
  }
}
