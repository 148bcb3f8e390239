// While something is held near the edge of the canvas, the canvas moves on.

import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { type RefObject, useEffect } from "react";

import { useHand } from "../state";
import type { Viewport } from "./viewport";

const EDGE = 56;
const FASTEST = 14;

export function useEdgePanning(frame: RefObject<HTMLElement | null>, viewport: Viewport): void {
  useEffect(() => {
    let at: { readonly clientX: number; readonly clientY: number } | null = null;
    let next = 0;
    const go = () => {
      const box = frame.current?.getBoundingClientRect();
      if (!box || at === null) return;
      const dx = pull(at.clientX, box.left, box.right);
      const dy = pull(at.clientY, box.top, box.bottom);
      if (dx !== 0 || dy !== 0) {
        viewport.pan(dx, dy);
      }
      next = requestAnimationFrame(go);
    };
    const end = monitorForElements({
      onDragStart: ({ source }) => {
        const held = source.data.dragged as { sort?: string; key?: string } | undefined;
        if (held?.sort !== "step" && held?.sort !== "kind") return;
        useHand.setState({ held: held.sort === "step" ? (held.key ?? "") : "" });
        next = requestAnimationFrame(go);
      },
      onDrag: ({ location }) => {
        at = location.current.input;
      },
      onDrop: () => {
        at = null;
        cancelAnimationFrame(next);
        useHand.setState({ held: null });
      },
    });
    return () => {
      end();
      cancelAnimationFrame(next);
    };
  }, [frame, viewport]);
}

function pull(at: number, low: number, high: number): number {
  if (at < low || at > high) return 0;
  if (at < low + EDGE) return FASTEST * (1 - (at - low) / EDGE);
  if (at > high - EDGE) return -FASTEST * (1 - (high - at) / EDGE);
  return 0;
}
