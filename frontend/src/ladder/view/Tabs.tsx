// Several ladders beside each other.

import { useRef } from "react";

import { boot } from "../../shared/boot";
import type { Json } from "../../shared/json";
import { IconButton } from "../../shared/ui/Button";
import { Plus } from "../../shared/ui/icons";
import { t, w } from "../../shared/words";
import { newLadder } from "../actions";
import { idsOf, labelOf } from "../model/reading";
import { choose, island, openLadder } from "../state";
import styles from "./ladder.module.css";

export interface TabsProps {
  readonly ladders: readonly Json[];
  readonly chosen: number;
}

export function Tabs({ ladders, chosen }: TabsProps) {
  const row = useRef<HTMLDivElement>(null);
  const ids = idsOf(ladders);
  if (ladders.length < 2) return null;
  const follow = (key: string) => {
    const to = key === "ArrowRight" ? chosen + 1 : key === "ArrowLeft" ? chosen - 1 : -1;
    if (to < 0 || to >= ladders.length) return;
    openLadder(to);
    row.current?.querySelectorAll<HTMLElement>("[role=tab]")[to]?.focus();
  };
  return (
    <div className={styles.tabs} ref={row}>
      <div role="tablist" aria-label={w("等级体系", "Ladders")} className={styles.tablist}>
        {ladders.map((each, n) => (
          <button
            key={ids[n]}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={n === chosen}
            tabIndex={n === chosen ? 0 : -1}
            onClick={() => openLadder(n)}
            onKeyDown={(event) => follow(event.key)}
          >
            {t(labelOf(each)) || w("未命名", "Unnamed")}
          </button>
        ))}
      </div>
      {boot().may.edit ? (
        <IconButton label={w("添加等级体系", "Add a ladder")} onClick={newBlankLadder}>
          <Plus size={16} />
        </IconButton>
      ) : null}
    </div>
  );
}

/** Begins another ladder, and asks for its name. */
export function newBlankLadder(): void {
  const blank = island().starts.find((each) => each.key === "blank");
  if (!blank) return;
  newLadder(blank.ladder as Json, { zh: "新的等级体系", en: "New ladder" });
  choose("ladder", "/label");
}
