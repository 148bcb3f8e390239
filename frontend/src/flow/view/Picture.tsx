// The canvas: cards, lines and openings, to be looked at from near and far.

import {
  memo,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";

import { IconButton } from "../../shared/ui/Button";
import { Choosing, Fit, Minus, Plus, Top } from "../../shared/ui/icons";
import { useWide } from "../../shared/useWide";
import { w } from "../../shared/words";
import { CARD, type Layout, layoutOf } from "../model/layout";
import { notesOf } from "../model/reading";
import { hand, isTrace, mayEdit, useFlow, useGraph, useHand } from "../state";
import finding from "./finding.module.css";
import styles from "./flow.module.css";
import { Lines } from "./Lines";
import { Minimap } from "./Minimap";
import { NoteCard } from "./NoteCard";
import { areaOf, type Drawn, drawnOf, kept, meets } from "./nodes";
import { OpeningView } from "./OpeningView";
import { StepCard } from "./StepCard";
import { TriggerCard } from "./TriggerCard";
import { useEdgePanning } from "./useEdgePanning";
import { useGestures } from "./useGestures";
import { useKeys } from "./useKeys";
import { useSelecting } from "./useSelecting";
import { Viewport } from "./viewport";

/** With more than this, only what is in sight is drawn. */
const MANY = 120;
const NEARBY = 400;
/** With no more cards than this there is nothing to find. */
const FEW = 5;

export function Picture({ children }: { readonly children?: ReactNode }) {
  const { layout, drawn } = useLayout();
  const [viewport] = useState(() => new Viewport());
  const wide = useWide();
  const held = useHand((now) => now.held !== null);
  const frame = useRef<HTMLElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const selecting = useHand((now) => now.selecting);
  const everything = useRef(drawn);
  everything.current = drawn;
  const places = useRef(layout);
  places.current = layout;
  useMoving(frame, world, viewport, places);
  useLayoutEffect(() => viewport.home(areaOf(everything.current)), [viewport]);
  useSelecting(frame, box, viewport, places);
  useGestures(frame, viewport, isTrace());
  useEdgePanning(frame, viewport);
  useKeys(frame, viewport, layout, everything);
  useRevealing(viewport, places);
  const home = (whole: boolean) => viewport.home(areaOf(everything.current), whole);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does what a click beside everything does.
    <section
      className={styles.canvas}
      ref={frame}
      aria-label={w("画布", "Canvas")}
      data-held={held}
      data-selecting={selecting}
      data-embedded={isTrace()}
      onClick={(event) => {
        const beside = event.target === frame.current || event.target === world.current;
        if (beside && hand().what !== "try") useHand.setState({ what: null, also: new Set() });
      }}
    >
      <div className={styles.world} ref={world}>
        <Lines lines={layout.lines} />
        <Everything drawn={drawn} viewport={viewport} />
      </div>
      <div className={finding.box} ref={box} hidden aria-hidden="true" />
      {wide && layout.cards.size > FEW ? <Minimap drawn={drawn} viewport={viewport} /> : null}
      <div className={styles.zoom} role="toolbar" aria-label={w("缩放", "Zoom")} data-above>
        <IconButton label={w("放大（Z）", "Zoom in (Z)")} onClick={() => viewport.zoomBy(1.25)}>
          <Plus size={16} />
        </IconButton>
        <IconButton label={w("缩小（-）", "Zoom out (-)")} onClick={() => viewport.zoomBy(0.8)}>
          <Minus size={16} />
        </IconButton>
        <IconButton label={w("全部显示（1）", "Show everything (1)")} onClick={() => home(true)}>
          <Fit size={16} />
        </IconButton>
        <IconButton
          label={w("回到开头（0）", "Back to the beginning (0)")}
          onClick={() => home(false)}
        >
          <Top size={16} />
        </IconButton>
        {mayEdit() ? <SelectButton on={selecting} /> : null}
      </div>
      {children}
    </section>
  );
}

function SelectButton({ on }: { readonly on: boolean }) {
  return (
    <IconButton
      label={w("框选（Shift+拖动）", "Choose in a box (Shift+drag)")}
      aria-pressed={on}
      onClick={() => useHand.setState({ selecting: !on })}
    >
      <Choosing size={16} />
    </IconButton>
  );
}

function useLayout(): { readonly layout: Layout; readonly drawn: Drawn[] } {
  const flow = useFlow();
  const graph = useGraph();
  const before = useRef<ReadonlyMap<string, Drawn>>(new Map());
  return useMemo(() => {
    const notes = notesOf(flow);
    const layout = layoutOf(graph, notes);
    const drawn = kept(before.current, drawnOf(graph, layout, notes));
    before.current = new Map(drawn.map((each) => [each.id, each]));
    return { layout, drawn };
  }, [flow, graph]);
}

/** Moves the picture itself when one looks from elsewhere. */
function useMoving(
  frame: RefObject<HTMLElement | null>,
  world: RefObject<HTMLElement | null>,
  viewport: Viewport,
  places: RefObject<Layout>,
): void {
  useLayoutEffect(() => {
    viewport.attach(frame.current);
    const move = () => {
      const { x, y, zoom } = viewport.view;
      world.current?.style.setProperty("transform", `translate(${x}px, ${y}px) scale(${zoom})`);
      frame.current?.style.setProperty("background-position", `${x}px ${y}px`);
      frame.current?.style.setProperty("background-size", `${24 * zoom}px ${24 * zoom}px`);
    };
    return viewport.subscribe(move);
  }, [frame, world, viewport]);
  // What is in the middle stays there when a pane opens beside it.
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let before = element.clientWidth;
    const watch = new ResizeObserver(() => {
      const now = element.clientWidth;
      if (now !== before) viewport.pan((now - before) / 2, 0);
      if (now < before && isOpen(hand().current)) reveal(viewport, places.current, hand().current);
      before = now;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [frame, viewport, places]);
  // A focus that the browser scrolls to is brought into sight by the canvas itself.
  useEffect(() => {
    const element = frame.current;
    const still = () => element?.scrollTo(0, 0);
    element?.addEventListener("scroll", still);
    return () => element?.removeEventListener("scroll", still);
  }, [frame]);
}

/** Brings the card that is to have the focus into sight. */
function useRevealing(viewport: Viewport, places: RefObject<Layout>): void {
  const current = useHand((now) => now.current);
  const asked = useHand((now) => now.asked);
  const spotted = useHand((now) => now.spotted);
  useEffect(() => {
    if (asked > 0) reveal(viewport, places.current, current);
  }, [asked, current, viewport, places]);
  useEffect(() => {
    if (spotted !== null) reveal(viewport, places.current, spotted);
  }, [spotted, viewport, places]);
}

function reveal(viewport: Viewport, layout: Layout, key: string): void {
  const at = layout.cards.get(key);
  // The plus below it is seen as well.
  const area = { width: CARD.width, height: CARD.height + 70 };
  if (at) viewport.reveal({ ...area, x: at.x - CARD.width / 2, y: at.y });
}

function isOpen(key: string): boolean {
  const { what } = hand();
  if (what === "trigger") return key === "";
  return typeof what === "object" && what !== null && "step" in what && what.step === key;
}

const Everything = memo(function Everything({
  drawn,
  viewport,
}: {
  readonly drawn: readonly Drawn[];
  readonly viewport: Viewport;
}) {
  const shown = useInSight(drawn, viewport);
  return shown.map((each) => <Placed key={each.id} each={each} />);
});

/** Gives what is in sight, or nearly; all of it while there is little. */
function useInSight(drawn: readonly Drawn[], viewport: Viewport): readonly Drawn[] {
  const [from, setFrom] = useState("");
  const current = useHand((now) => now.spotted ?? now.current);
  const many = drawn.length > MANY;
  useEffect(() => {
    if (!many) return;
    const look = () => {
      const { x, y, width, height } = viewport.seen;
      const cut = (n: number) => Math.round(n / (NEARBY / 2));
      setFrom([cut(x), cut(y), cut(x + width), cut(y + height)].join(" "));
    };
    look();
    return viewport.subscribe(look);
  }, [many, viewport]);
  return useMemo(() => {
    if (!many) return drawn;
    // Looking from elsewhere is what makes it worth finding out again.
    const seen = from === null ? null : viewport.seen;
    if (!seen) return drawn;
    const wide = {
      x: seen.x - NEARBY,
      y: seen.y - NEARBY,
      width: seen.width + 2 * NEARBY,
      height: seen.height + 2 * NEARBY,
    };
    return drawn.filter((each) => meets(each, wide) || each.id === `card ${current}`);
  }, [drawn, many, from, current, viewport]);
}

const Placed = memo(function Placed({ each }: { readonly each: Drawn }) {
  return (
    <div
      className={styles.placed}
      data-sort={each.type}
      style={{
        transform: `translate(${each.x}px, ${each.y}px)`,
        width: each.width,
        height: each.height,
      }}
    >
      <Inside each={each} />
    </div>
  );
});

function Inside({ each }: { readonly each: Drawn }) {
  switch (each.type) {
    case "trigger":
      return <TriggerCard />;
    case "step":
      return <StepCard step={each.step} kind={each.kind} loose={each.loose} />;
    case "opening":
      return <OpeningView opening={each.opening} />;
    case "note":
      return <NoteCard note={each.note} />;
  }
}
