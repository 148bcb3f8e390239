// A box drawn on empty ground chooses the steps it touches: with Shift held, or while choosing is on.

import { type RefObject, useEffect } from "react";

import { announce } from "../../shared/ui/toast";
import { w } from "../../shared/words";
import { between, boxed } from "../model/boxing";
import type { Layout } from "../model/layout";
import { chooseAll, hand, mayEdit } from "../state";
import type { Viewport } from "./viewport";

/** What a drag begins on otherwise is not empty ground. */
const TAKEN = "button, a, input, select, textarea, [data-step], [data-above], [draggable='true']";

interface At {
  readonly x: number;
  readonly y: number;
}

export function useSelecting(
  frame: RefObject<HTMLElement | null>,
  shown: RefObject<HTMLElement | null>,
  viewport: Viewport,
  places: RefObject<Layout>,
): void {
  useEffect(() => {
    const element = frame.current;
    if (!element || !mayEdit()) return;
    let from: At | null = null;
    let before: ReadonlySet<string> = new Set();
    let drawn = false;
    const inside = (event: PointerEvent): At => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const down = (event: PointerEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (!event.isPrimary || event.button !== 0 || target?.closest(TAKEN)) return;
      if (!(event.shiftKey || hand().selecting)) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      from = inside(event);
      before = event.shiftKey ? hand().also : new Set();
      drawn = false;
      element.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent) => {
      if (!from) return;
      event.stopImmediatePropagation();
      const now = between(from, inside(event));
      drawn ||= now.width + now.height > 6;
      if (!drawn) return;
      draw(shown.current, now);
      const { x, y, zoom } = viewport.view;
      const area = {
        x: (now.x - x) / zoom,
        y: (now.y - y) / zoom,
        width: now.width / zoom,
        height: now.height / zoom,
      };
      chooseAll([...before, ...boxed(places.current, area)]);
    };
    const up = (event: PointerEvent) => {
      if (!from) return;
      event.stopImmediatePropagation();
      from = null;
      draw(shown.current, null);
      const count = hand().also.size;
      if (drawn) announce(w(`已选 ${count} 步`, `${count} steps chosen`));
    };
    const click = (event: MouseEvent) => {
      // What was drawn around is kept; a click on empty ground would let go of it.
      if (drawn) event.stopPropagation();
      drawn = false;
    };
    element.addEventListener("pointerdown", down, true);
    element.addEventListener("pointermove", move, true);
    element.addEventListener("pointerup", up, true);
    element.addEventListener("pointercancel", up, true);
    element.addEventListener("click", click, true);
    return () => {
      element.removeEventListener("pointerdown", down, true);
      element.removeEventListener("pointermove", move, true);
      element.removeEventListener("pointerup", up, true);
      element.removeEventListener("pointercancel", up, true);
      element.removeEventListener("click", click, true);
    };
  }, [frame, shown, viewport, places]);
}

function draw(element: HTMLElement | null, box: ReturnType<typeof between> | null): void {
  if (!element) return;
  element.hidden = box === null;
  if (box === null) return;
  element.style.setProperty("translate", `${box.x}px ${box.y}px`);
  element.style.setProperty("width", `${box.width}px`);
  element.style.setProperty("height", `${box.height}px`);
}
