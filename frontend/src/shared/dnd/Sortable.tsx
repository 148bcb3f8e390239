// A list whose items are put in order by dragging, by a menu, or by Alt and the arrows.

import { type KeyboardEvent, type ReactNode, useRef } from "react";

import { ArrangeItems } from "./arrange";
import { DropLine } from "./DropLine";
import { type Dragged, type Edge, useDrag, useDrop } from "./dnd";
import styles from "./dnd.module.css";

export interface SortableProps<T> {
  readonly sort: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T, index: number) => string;
  readonly across?: boolean;
  readonly disabled?: boolean;
  /** Called with the place before which the item is to stand. */
  readonly onMove: (from: number, before: number) => void;
  /** What may come from elsewhere, such as from the palette. */
  readonly accepts?: (data: Dragged) => boolean;
  readonly onArrive?: (data: Dragged, before: number) => void;
  readonly className?: string;
  readonly label: string;
  readonly children: (item: T, index: number, handle: Handle) => ReactNode;
}

export interface Handle {
  /** Put it on the part to take hold of. */
  readonly ref: React.RefObject<HTMLButtonElement | null>;
  readonly isDragged: boolean;
  readonly arrange: ArrangeItems;
}

export function Sortable<T>({
  items,
  keyOf,
  className,
  label,
  children,
  ...rest
}: SortableProps<T>) {
  return (
    <ol className={className} aria-label={label}>
      {items.map((item, index) => (
        <SortableItem key={keyOf(item, index)} index={index} count={items.length} {...rest}>
          {(handle) => children(item, index, handle)}
        </SortableItem>
      ))}
    </ol>
  );
}

interface ItemProps {
  readonly sort: string;
  readonly index: number;
  readonly count: number;
  readonly across?: boolean;
  readonly disabled?: boolean;
  readonly onMove: (from: number, before: number) => void;
  readonly accepts?: (data: Dragged) => boolean;
  readonly onArrive?: (data: Dragged, before: number) => void;
  readonly children: (handle: Handle) => ReactNode;
}

function SortableItem(props: ItemProps) {
  const { sort, index, count, across, disabled, onMove, children } = props;
  const element = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const edges: readonly Edge[] = across ? ["left", "right"] : ["top", "bottom"];
  const isDragged = useDrag(element, {
    data: { sort, index },
    handle,
    disabled: disabled ?? false,
  });
  const { edge } = useDrop(element, {
    accepts: (data) => data.sort === sort || (props.accepts?.(data) ?? false),
    edges,
    disabled: disabled ?? false,
    onDrop: (data, at) => {
      const before = at === "bottom" || at === "right" ? index + 1 : index;
      if (data.sort !== sort) props.onArrive?.(data, before);
      else if (before !== data.index && before !== Number(data.index) + 1) {
        onMove(Number(data.index), before);
      }
    },
  });
  const arrange = new ArrangeItems(index, count, onMove);
  const follow = (event: KeyboardEvent) => {
    if (!event.altKey || disabled || event.nativeEvent.isComposing) return;
    const forth = across ? "ArrowRight" : "ArrowDown";
    const back = across ? "ArrowLeft" : "ArrowUp";
    if (event.key !== forth && event.key !== back) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === forth) arrange.down();
    else arrange.up();
  };
  return (
    <li
      ref={element}
      className={`${styles.item} ${isDragged ? styles.dragged : ""}`}
      onKeyDown={follow}
    >
      {children({ ref: handle, isDragged, arrange })}
      <DropLine edge={edge} />
    </li>
  );
}
