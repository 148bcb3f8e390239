// What makes a rule or a group movable: dragged by its grip, dropped beside others, moved by keys.

import { type KeyboardEvent, type RefObject, useMemo, useRef } from "react";

import { type Dragged, type Edge, useDrag, useDrop } from "../shared/dnd/dnd";
import { Actions } from "./actions";
import type { Source } from "./catalogue";
import { holds, move, placeOf } from "./editing";
import { type Editor, useEditor } from "./editor";

export interface Movable {
  readonly element: RefObject<HTMLLIElement | null>;
  readonly grip: RefObject<HTMLButtonElement | null>;
  readonly isDragged: boolean;
  readonly edge: Edge | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function sortOfDrag(editor: Editor, source: Source): string {
  return `condition ${editor.name} ${source}`;
}

export function useItem(id: string, source: Source): Movable {
  const editor = useEditor();
  const element = useRef<HTMLLIElement>(null);
  const grip = useRef<HTMLButtonElement>(null);
  const sort = sortOfDrag(editor, source);
  const isDragged = useDrag(element, {
    data: { sort, id },
    handle: grip,
    disabled: editor.disabled,
  });
  const { edge } = useDrop(element, {
    accepts: (data) => data.sort === sort && data.id !== id && mayHold(editor, data, id),
    edges: ["top", "bottom"],
    disabled: editor.disabled,
    onDrop: (data, at) => {
      const place = placeOf(editor.root(), id);
      if (!place) return;
      const index = at === "bottom" ? place.index + 1 : place.index;
      editor.apply((root) => move(root, String(data.id), place.group.id, index));
    },
  });
  const actions = useMemo(() => new Actions(editor, id), [editor, id]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (editor.disabled || event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (followed(event, actions)) {
      event.preventDefault();
      event.stopPropagation();
      keepFocus(element);
    }
  };
  return { element, grip, isDragged, edge, onKeyDown };
}

export function mayHold(editor: Editor, data: Dragged, into: string): boolean {
  const from = placeOf(editor.root(), String(data.id));
  const item = from?.group.items[from.index];
  return item !== undefined && !holds(item, into);
}

function followed(event: KeyboardEvent, actions: Actions): boolean {
  const typing = event.target instanceof Element && event.target.matches("input, textarea, select");
  if (event.altKey) {
    switch (event.key) {
      case "ArrowUp":
        actions.up();
        return true;
      case "ArrowDown":
        actions.down();
        return true;
      case "ArrowRight":
        actions.into();
        return true;
      case "ArrowLeft":
        actions.out();
        return true;
      default:
        return false;
    }
  }
  if (typing) return false;
  if (event.key === "Delete") {
    actions.remove();
    return true;
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
    actions.duplicate();
    return true;
  }
  return false;
}

/** A moved line is drawn anew elsewhere; the focus goes along. */
function keepFocus(element: RefObject<HTMLLIElement | null>): void {
  const id = element.current?.dataset.item;
  const held = document.activeElement;
  const name = held instanceof HTMLElement ? held.getAttribute("aria-label") : null;
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const line = document.querySelector(`[data-item="${id}"]`);
    const found = [...(line?.querySelectorAll<HTMLElement>("button, input, select") ?? [])];
    (found.find((each) => each.getAttribute("aria-label") === name) ?? found[0])?.focus();
  });
}
