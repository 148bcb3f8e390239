// Dragging and dropping: what is picked up, where it may go, and the line that shows the place.

import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
  draggable,
  dropTargetForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { attachClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/attach-closest-edge";
import { extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge";
import type { Edge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/types";
import { type RefObject, useEffect, useRef, useState } from "react";

export type { Edge };

export interface Dragged {
  /** What sort of thing it is; places say which sorts they take. */
  readonly sort: string;
  readonly [more: string]: unknown;
}

type Carried = Record<string | symbol, unknown>;

function wrap(data: Dragged): Carried {
  return { dragged: data };
}

function unwrap(data: Carried): Dragged | null {
  const found = data.dragged;
  return typeof found === "object" && found !== null ? (found as Dragged) : null;
}

export interface DragOptions {
  readonly data: Dragged;
  /** The part to take hold of; the whole thing without one. */
  readonly handle?: RefObject<HTMLElement | null>;
  readonly disabled?: boolean;
}

/** Makes an element draggable; tells whether it is being dragged. */
export function useDrag(element: RefObject<HTMLElement | null>, options: DragOptions): boolean {
  const [isDragged, setDragged] = useState(false);
  const latest = useRef(options);
  latest.current = options;
  const disabled = options.disabled ?? false;
  useEffect(() => {
    const found = element.current;
    if (!found || disabled) return;
    const handle = latest.current.handle?.current;
    return draggable({
      element: found,
      ...(handle ? { dragHandle: handle } : {}),
      getInitialData: () => wrap(latest.current.data),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [element, disabled]);
  return isDragged;
}

export interface DropOptions {
  readonly accepts: (data: Dragged) => boolean;
  /** Edges at which something may be put; null: only inside. */
  readonly edges: readonly Edge[] | null;
  readonly onDrop: (data: Dragged, edge: Edge | null) => void;
  readonly disabled?: boolean;
}

export interface Over {
  readonly isOver: boolean;
  readonly edge: Edge | null;
}

const NOWHERE: Over = { isOver: false, edge: null };

/** Makes an element a place to drop at; tells what is held over it. The innermost place wins. */
export function useDrop(element: RefObject<HTMLElement | null>, options: DropOptions): Over {
  const [over, setOver] = useState(NOWHERE);
  const latest = useRef(options);
  latest.current = options;
  const disabled = options.disabled ?? false;
  useEffect(() => {
    const found = element.current;
    if (!found || disabled) return;
    const accepts = (data: Carried) => {
      const dragged = unwrap(data);
      return dragged !== null && latest.current.accepts(dragged);
    };
    const follow = (places: readonly { element: Element; data: Carried }[]) => {
      const innermost = places[0];
      const mine = innermost?.element === found;
      const edge = mine ? extractClosestEdge(innermost.data) : null;
      setOver((now) => {
        if (now.isOver === mine && now.edge === edge) return now;
        return mine ? { isOver: true, edge } : NOWHERE;
      });
    };
    return combine(
      dropTargetForElements({
        element: found,
        canDrop: ({ source }) => accepts(source.data),
        getData: ({ input, element: place }) => {
          const { edges } = latest.current;
          return edges
            ? attachClosestEdge({}, { element: place, input, allowedEdges: [...edges] })
            : {};
        },
        onDrag: ({ location }) => follow(location.current.dropTargets),
        onDropTargetChange: ({ location }) => follow(location.current.dropTargets),
        onDragLeave: () => setOver(NOWHERE),
        onDrop: ({ source, location }) => {
          setOver(NOWHERE);
          const dragged = unwrap(source.data);
          const place = location.current.dropTargets[0];
          if (dragged && place?.element === found) {
            latest.current.onDrop(dragged, extractClosestEdge(place.data));
          }
        },
      }),
    );
  }, [element, disabled]);
  return over;
}

/** Scrolls an element while something is held near its edge. */
export function useAutoScroll(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const found = element.current;
    if (found) return autoScrollForElements({ element: found });
  }, [element]);
}
