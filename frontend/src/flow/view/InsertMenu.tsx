// The menu behind every plus: kinds of steps, what was copied, and steps that are there already.

import { useCallback, useMemo } from "react";
import { Back, Paste } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { SearchList } from "../../shared/ui/SearchList";
import { t, w } from "../../shared/words";
import { goTo, insert } from "../actions";
import { keptClip, paste } from "../clipboard";
import { type Entry, entriesOf, found } from "../model/entries";
import type { Spot } from "../model/reading";
import { graphNow, island } from "../state";
import styles from "./menu.module.css";

export function InsertMenu({ spot }: { readonly spot: Spot }) {
  const all = useMemo(() => entriesOf(island().kinds, graphNow(), spot, keptClip()), [spot]);
  const find = useCallback((text: string) => found(all, text), [all]);
  const take = (entry: Entry) => {
    if (entry.sort === "kind") insert(entry.kind, spot);
    else if (entry.sort === "paste") paste(entry.clip, spot);
    else goTo(spot, entry.to);
  };
  return (
    <SearchList
      label={w("搜索步骤", "Search steps")}
      placeholder={w("发券、等待、短信…", "Coupon, wait, message …")}
      title={w("可以添加的步骤", "Steps that can be added")}
      nothing={w("没有这样的步骤。", "There is no such step.")}
      find={find}
      idOf={(entry) => entry.id}
      groupOf={(entry) => t(entry.group)}
      draw={(entry) => (
        <span className={styles.entry} data-tone={entry.tone}>
          <span className={styles.icon} aria-hidden="true">
            <EntryIcon entry={entry} />
          </span>
          <span>{t(entry.label)}</span>
        </span>
      )}
      onTake={take}
    />
  );
}

function EntryIcon({ entry }: { readonly entry: Entry }) {
  if (entry.sort === "kind") return <KindIcon name={entry.kind.icon} size={16} />;
  return entry.sort === "paste" ? <Paste size={16} /> : <Back size={16} />;
}
