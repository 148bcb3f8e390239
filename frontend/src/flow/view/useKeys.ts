// Keys of the canvas: arrows walk along the ways, letters and others do what the menus do.

import { type RefObject, useEffect, useRef } from "react";

import { isTyping } from "../../shared/useShortcuts";
import { askRemove, moveBy, nextSpot, toggle } from "../actions";
import {
  clipIn,
  copied,
  cut,
  duplicate,
  duplicateChosen,
  paste,
  removeChosen,
  toggleChosen,
} from "../clipboard";
import { behind } from "../model/edits";
import type { Layout } from "../model/layout";
import { neighbour } from "../model/walking";
import {
  chooseAll,
  close,
  extend,
  graphNow,
  hand,
  isTrace,
  mayEdit,
  open,
  stand,
  useHand,
} from "../state";
import { areaOf, type Drawn } from "./nodes";
import type { Viewport } from "./viewport";

const ARROWS: Readonly<Record<string, "up" | "down" | "left" | "right">> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

export function useKeys(
  frame: RefObject<HTMLElement | null>,
  viewport: Viewport,
  layout: Layout,
  everything: RefObject<readonly Drawn[]>,
): void {
  const places = useRef(layout);
  places.current = layout;
  useEffect(() => {
    const here = (event: Event) =>
      event.target instanceof Node &&
      (frame.current?.contains(event.target) === true ||
        (event.target === document.body && !isTrace()));
    const onKey = (event: KeyboardEvent) => {
      if (finds(event)) return;
      if (!here(event) || isTyping(event) || event.defaultPrevented) return;
      const onCard = event.target instanceof HTMLElement && event.target.matches("[data-card]");
      if (follow(event, onCard, places.current)) event.preventDefault();
      else if (look(event, viewport, everything.current)) event.preventDefault();
    };
    const onCopy = (event: ClipboardEvent) => {
      if (!here(event) || getSelection()?.isCollapsed === false) return;
      const text = copied();
      if (text === null) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut" && mayEdit()) cut();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!here(event) || !mayEdit()) return;
      const clip = clipIn(event.clipboardData?.getData("text/plain") ?? "");
      if (!clip) return;
      event.preventDefault();
      paste(clip);
    };
    addEventListener("keydown", onKey);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      removeEventListener("keydown", onKey);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [frame, viewport, everything]);
}

/** Opens the search for steps, from wherever on the page. */
function finds(event: KeyboardEvent): boolean {
  const asked = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f";
  if (!asked || isTrace() || event.defaultPrevented || event.altKey || event.shiftKey) return false;
  event.preventDefault();
  useHand.setState({ finding: true });
  return true;
}

/** Does what a key says about the card that has the focus; tells whether it did anything. */
function follow(event: KeyboardEvent, onCard: boolean, layout: Layout): boolean {
  const { current } = hand();
  const arrow = ARROWS[event.key];
  if (arrow && event.altKey && mayEdit()) {
    if (arrow === "up" || arrow === "down") moveBy(current, arrow === "up" ? -1 : 1);
    return true;
  }
  if (event.ctrlKey || event.metaKey) return together(event.key.toLowerCase(), current);
  if (event.altKey) return false;
  if (arrow && (onCard || event.target === document.body)) {
    const next = neighbour(graphNow(), layout, current, arrow);
    if (next !== null && event.shiftKey && mayEdit()) extend(next);
    else if (next !== null) stand(next);
    return true;
  }
  if (!onCard && event.key === "Enter") return false;
  return press(event.key, current);
}

/** Does what Ctrl and a key say: of what is chosen, or choosing everything. */
function together(key: string, current: string): boolean {
  if (!mayEdit()) return false;
  if (key === "a") chooseAll(graphNow().order);
  else if (key === "d" && hand().also.size > 1) duplicateChosen();
  else if (key === "d") duplicate(current);
  else return false;
  return true;
}

function press(key: string, current: string): boolean {
  const several = hand().also.size > 1;
  switch (key) {
    case "Enter":
      open(current);
      return true;
    case "Escape":
      if (hand().also.size > 0) chooseAll([]);
      else if (hand().selecting) useHand.setState({ selecting: false });
      else if (hand().what !== null) close();
      else return false;
      return true;
  }
  if (!mayEdit()) return false;
  switch (key) {
    case "Delete":
    case "Backspace":
      if (several) removeChosen();
      else askRemove(current);
      return true;
    case "/":
    case "+":
    case "=":
      useHand.setState({ inserting: behind(graphNow(), current) ?? nextSpot() });
      return true;
    case "e":
      if (several) toggleChosen();
      else toggle(current);
      return true;
    default:
      return false;
  }
}

/** Looks from nearer, from farther, at everything, or at the beginning. */
function look(event: KeyboardEvent, viewport: Viewport, everything: readonly Drawn[]): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "1") viewport.home(areaOf(everything), true);
  else if (event.key === "0") viewport.home(areaOf(everything));
  else if (event.key === "-") viewport.zoomBy(0.8);
  else if (event.key === "z") viewport.zoomBy(1.25);
  else return false;
  return true;
}
