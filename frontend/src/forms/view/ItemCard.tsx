// One item on the canvas: it looks as it will, is chosen by a click, moved by its handle or its menu.

import { type KeyboardEvent, memo, useRef } from "react";
import { DropLine } from "../../shared/dnd/DropLine";
import { useDrag, useDrop } from "../../shared/dnd/dnd";
import { at, isObject, type JsonObject, type Path } from "../../shared/json";
import { IconButton } from "../../shared/ui/Button";
import { Alone, Beside, Copy, Down, Grip, Left, Remove, Right, Up } from "../../shared/ui/icons";
import { type Item, Menu } from "../../shared/ui/Menu";
import { w } from "../../shared/words";
import { copy, moveBy, nameAt, now, remove, setWidth, takeIn, takeOut } from "../actions";
import { indexOf, listAround } from "../model/editing";
import { fits, kindOf } from "../model/reading";
import { choose, palettes, useChosen } from "../state";
import { accepted, dropped, ITEM } from "./dropping";
import { Faults } from "./Faults";
import styles from "./forms.module.css";
import { ItemLook } from "./ItemLook";

export interface ItemCardProps {
  readonly item: JsonObject;
  readonly path: Path;
  readonly count: number;
  readonly editable: boolean;
}

function holderOf(path: Path): JsonObject | null {
  if (path.length <= 6) return null;
  const holder = at(now(), path.slice(0, -2));
  return isObject(holder) ? holder : null;
}

export const ItemCard = memo(Card, (before, after) => {
  return (
    before.item === after.item &&
    before.count === after.count &&
    before.path.join("/") === after.path.join("/")
  );
});

function Card({ item, path, count, editable }: ItemCardProps) {
  const element = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const chosen = useChosen((state) => state.path?.join("/") === path.join("/"));
  const list = listAround(path);
  const index = indexOf(path);
  const sized = (kindOf(palettes().items, item)?.settings ?? []).some(({ key }) => key === "width");
  const isDragged = useDrag(element, {
    data: { sort: ITEM, path },
    handle,
    disabled: !editable,
  });
  const { edge } = useDrop(element, {
    accepts: (data) => accepted(data, holderOf(path), list),
    edges: sized ? ["top", "bottom", "left", "right"] : ["top", "bottom"],
    disabled: !editable,
    onDrop: (data, at) => {
      const after = at === "bottom" || at === "right";
      const beside = at === "left" || at === "right" ? { beside: index } : {};
      dropped(data, { list, index: after ? index + 1 : index, ...beside });
    },
  });
  const name = nameAt(path);
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !editable) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      event.stopPropagation();
      moveBy(path, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Delete") {
      event.preventDefault();
      event.stopPropagation();
      remove(path);
    }
  };
  return (
    <li
      ref={element}
      className={styles.item}
      data-width={sized && item.width === "half" ? "half" : "full"}
      data-chosen={chosen}
      data-dragged={isDragged}
      data-item={String(item.key)}
    >
      <div className={styles.itemBar}>
        {editable ? (
          <IconButton
            ref={handle}
            label={w(`拖动 ${name}`, `Drag ${name}`)}
            className={styles.grip ?? ""}
            onClick={() => choose(path)}
            onKeyDown={keys}
          >
            <Grip size={14} />
          </IconButton>
        ) : null}
        <Faults path={path} />
        {editable ? <Menu label={name} items={menu(item, path, count, sized)} /> : null}
      </div>
      <ItemLook item={item} path={path} onChoose={() => choose(path)} onKeyDown={keys} />
      <DropLine edge={edge} />
    </li>
  );
}

function menu(item: JsonObject, path: Path, count: number, sized: boolean): readonly Item[] {
  const index = indexOf(path);
  const before = at(now(), [...listAround(path), index - 1]);
  const canEnter =
    index > 0 && isObject(before) && fits(palettes().items, before, String(item.kind));
  const half = item.width === "half";
  return [
    {
      label: w("上移", "Move up"),
      icon: <Up size={16} />,
      disabled: index === 0,
      onSelect: () => moveBy(path, -1),
    },
    {
      label: w("下移", "Move down"),
      icon: <Down size={16} />,
      disabled: index === count - 1,
      onSelect: () => moveBy(path, 1),
    },
    ...(sized
      ? [
          {
            label: half ? w("占整行", "Whole row") : w("占半行", "Half a row"),
            icon: half ? <Alone size={16} /> : <Beside size={16} />,
            onSelect: () => setWidth(path, !half),
          },
        ]
      : []),
    {
      label: w("移入上一个分组", "Into the section above"),
      icon: <Right size={16} />,
      disabled: !canEnter,
      onSelect: () => takeIn(path),
    },
    {
      label: w("移出分组", "Out of its section"),
      icon: <Left size={16} />,
      disabled: path.length <= 6,
      onSelect: () => takeOut(path),
    },
    { label: w("复制", "Duplicate"), icon: <Copy size={16} />, onSelect: () => copy(path) },
    {
      label: w("删除", "Delete"),
      icon: <Remove size={16} />,
      danger: true,
      apart: true,
      onSelect: () => remove(path),
    },
  ];
}
