// What one may do with a rule or a group, for menus, keys and drags alike.

import { announce, toast } from "../shared/ui/toast";
import { w } from "../shared/words";
import {
  type Change,
  duplicate,
  insert,
  move,
  nest,
  type PlaceIn,
  placeOf,
  remove,
  unwrap,
  wrap,
} from "./editing";
import type { Editor } from "./editor";
import type { Group, Item, Mode } from "./model";
import { readItem } from "./reading";
import { write } from "./writing";

export class Actions {
  constructor(
    readonly editor: Editor,
    readonly id: string,
  ) {}

  get place(): PlaceIn | null {
    return placeOf(this.editor.root(), this.id);
  }

  get item(): Item | undefined {
    const { place } = this;
    return place?.group.items[place.index];
  }

  get above(): Group | undefined {
    return this.place?.above.at(-1);
  }

  get isFirst(): boolean {
    return this.place?.index === 0;
  }

  get isLast(): boolean {
    const { place } = this;
    return place !== null && place.index === place.group.items.length - 1;
  }

  up(): void {
    const { place } = this;
    if (place && place.index > 0) this.#move(place.group, place.index - 1);
  }

  down(): void {
    const { place } = this;
    if (place && !this.isLast) this.#move(place.group, place.index + 2);
  }

  /** Into the group above it; where that is a rule, both go into a new group. */
  into(): void {
    const { place, id } = this;
    const before = place?.group.items[place.index - 1];
    if (!before) return;
    if (before.kind === "group") this.#move(before, before.items.length);
    else {
      this.#apply((root) => nest(root, id, before.id));
      announce(w("已和上一条合成一组", "Joined with the one above in a group"));
    }
  }

  /** Out of its group, to stand right behind it. */
  out(): void {
    const { place, above } = this;
    if (!place || !above) return;
    const at = above.items.findIndex((each) => each.id === place.group.id);
    this.#move(above, at + 1);
  }

  duplicate(): void {
    const { id } = this;
    this.#apply((root) => duplicate(root, id));
    announce(w("已复制一条", "Duplicated"));
  }

  remove(): void {
    const { item, place, id, editor } = this;
    if (!item || !place) return;
    this.#apply((root) => remove(root, id));
    const { group, index } = place;
    toast({
      text: w("已删除条件", "Condition removed"),
      undo: () => editor.apply((root) => insert(root, group.id, index, [item])),
    });
  }

  wrap(mode: Mode): void {
    const { id } = this;
    this.#apply((root) => wrap(root, id, mode));
  }

  unwrap(): void {
    const { id } = this;
    this.#apply((root) => unwrap(root, id));
  }

  async copy(): Promise<void> {
    const { item } = this;
    if (!item) return;
    await navigator.clipboard.writeText(textOf(item));
    toast({ text: w("已复制为 JSON 文字", "Copied as JSON text") });
  }

  /** Puts what was copied behind it; anything that is no JSON is refused. */
  paste(text: string, source: string): boolean {
    const { place, editor } = this;
    const found = pasted(text, editor, source);
    if (!place || !found) return false;
    editor.apply((root) => insert(root, place.group.id, place.index + 1, [found]));
    return true;
  }

  #move(into: Group, at: number): void {
    const { id } = this;
    this.#apply((root) => move(root, id, into.id, at));
    const now = this.place;
    if (now) {
      const count = now.group.items.length;
      announce(w(`移到第 ${now.index + 1} 位，共 ${count} 条`, `Now ${now.index + 1} of ${count}`));
    }
  }

  #apply(change: Change): void {
    this.editor.apply(change);
  }
}

export function textOf(item: Item): string {
  return JSON.stringify(write(item), null, 2);
}

export function pasted(text: string, editor: Editor, source: string): Item | null {
  try {
    return readItem(JSON.parse(text), editor.catalogue, source);
  } catch {
    return null;
  }
}
