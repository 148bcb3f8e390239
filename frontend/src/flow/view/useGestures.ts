// The canvas is moved by dragging and by the wheel, and comes nearer by Ctrl and the wheel or two fingers.

import { type RefObject, useEffect } from "react";

import type { Viewport } from "./viewport";

/** How far a finger may stray and still press what is under it. */
const STILL = 6;
/** What the mouse does on these is theirs; a finger moves the canvas also from there. */
const OWN = "button, a, input, select, textarea, [data-step], [draggable='true']";

/** Within a page that scrolls (`embedded`), the wheel alone and a finger up or down are the page's. */
export function useGestures(
  frame: RefObject<HTMLElement | null>,
  viewport: Viewport,
  embedded: boolean,
): void {
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const fingers = new Map<number, { x: number; y: number }>();
    let moved = false;
    const inside = (event: { readonly clientX: number; readonly clientY: number }) => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const down = (event: PointerEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (!target || target.closest("[data-above]")) return;
      if (event.pointerType === "mouse" && (event.button > 1 || target.closest(OWN))) return;
      if (fingers.size === 0) moved = false;
      fingers.set(event.pointerId, inside(event));
    };
    const move = (event: PointerEvent) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = inside(event);
      const far = Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      if (!moved && fingers.size === 1 && far < STILL) return;
      if (!moved) element.setPointerCapture(event.pointerId);
      moved = true;
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      if (other) pinch(viewport, before, now, other);
      else viewport.pan(now.x - before.x, now.y - before.y);
      fingers.set(event.pointerId, now);
    };
    const up = (event: PointerEvent) => {
      fingers.delete(event.pointerId);
    };
    const click = (event: MouseEvent) => {
      // What was dragged along was not pressed.
      if (moved) event.stopPropagation();
      moved = false;
    };
    const wheel = (event: WheelEvent) => {
      if (event.target instanceof Element && event.target.closest("[data-above]")) return;
      if (embedded && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = inside(event);
      const line = event.deltaMode === 1 ? 24 : 1;
      if (event.ctrlKey || event.metaKey) {
        viewport.zoomAt(2 ** (-event.deltaY * line * 0.006), at.x, at.y);
      } else if (event.shiftKey && event.deltaX === 0) viewport.pan(-event.deltaY * line, 0);
      else viewport.pan(-event.deltaX * line, -event.deltaY * line);
    };
    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointercancel", up);
    element.addEventListener("click", click, true);
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", up);
      element.removeEventListener("pointercancel", up);
      element.removeEventListener("click", click, true);
      element.removeEventListener("wheel", wheel);
    };
  }, [frame, viewport, embedded]);
}

interface At {
  readonly x: number;
  readonly y: number;
}

/** Two fingers: what is between them stays between them. */
function pinch(viewport: Viewport, before: At, now: At, other: At): void {
  const apart = (one: At) => Math.max(Math.hypot(one.x - other.x, one.y - other.y), 1);
  viewport.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
  viewport.zoomAt(apart(now) / apart(before), middle.x, middle.y);
}
