// A list of things in the properties, each with its own inputs and a way to take it out.

import type { ReactNode } from "react";

import { boot } from "../../shared/boot";
import { Sortable } from "../../shared/dnd/Sortable";
import { insert, type Json, type JsonObject, move, type Path, put } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Down, Grip, Plus, Remove, Up } from "../../shared/ui/icons";
import { Menu } from "../../shared/ui/Menu";
import { draft } from "../../shared/useDraft";
import { type Words, w } from "../../shared/words";
import { idsOf } from "../model/reading";
import styles from "./ladder.module.css";

export interface ItemsProps {
  readonly path: Path;
  readonly items: readonly Json[];
  /** What one of them is called, as in “添加目标”. */
  readonly what: Words;
  readonly fresh: () => JsonObject | string;
  readonly children: (item: Json, path: Path, index: number) => ReactNode;
}

export function Items({ path, items, what, fresh, children }: ItemsProps) {
  const ids = idsOf(items);
  const edit = boot().may.edit;
  const label = (zh: string, en: string) => ({ zh: `${zh}${what.zh}`, en: `${en} ${what.en}` });
  const add = () =>
    draft().edit((document) => insert(document, path, items.length, fresh()), {
      label: label("添加", "Add"),
    });
  const arrange = (from: number, before: number) =>
    draft().edit((document) => move(document, path, from, before), {
      label: label("移动", "Move"),
    });
  const remove = (n: number) =>
    draft().edit((document) => put(document, items.length > 1 ? [...path, n] : path, undefined), {
      label: label("删除", "Delete"),
    });
  return (
    <>
      <Sortable
        sort={path.join("/")}
        items={items}
        keyOf={(_, n) => ids[n] ?? String(n)}
        disabled={!edit}
        onMove={arrange}
        className={styles.items ?? ""}
        label={w(what.zh, what.en)}
      >
        {(item, n, { ref, arrange: by }) => (
          <div className={styles.item}>
            {edit ? (
              <div className={styles.itemHead}>
                <button
                  type="button"
                  ref={ref}
                  className={styles.grip}
                  aria-label={w(`拖动${what.zh}，或用 Alt 加方向键`, `Drag it, or Alt and arrows`)}
                >
                  <Grip size={16} />
                </button>
                <span className="soft">
                  {w(what.zh, what.en)} {n + 1}
                </span>
                <Menu
                  items={[
                    {
                      label: w("上移", "Move up"),
                      icon: <Up size={16} />,
                      disabled: by.isFirst,
                      onSelect: () => by.up(),
                    },
                    {
                      label: w("下移", "Move down"),
                      icon: <Down size={16} />,
                      disabled: by.isLast,
                      onSelect: () => by.down(),
                    },
                    {
                      label: w("删除", "Delete"),
                      icon: <Remove size={16} />,
                      danger: true,
                      apart: true,
                      onSelect: () => remove(n),
                    },
                  ]}
                />
              </div>
            ) : null}
            {children(item, [...path, n], n)}
          </div>
        )}
      </Sortable>
      {edit ? (
        <Button look="plain" icon={<Plus size={16} />} onClick={add}>
          {w(`添加${what.zh}`, `Add ${what.en.toLowerCase()}`)}
        </Button>
      ) : null}
    </>
  );
}
