// The kinds of fields: found by typing, grouped, the ones used last on top; dragged or clicked.

import { useMemo, useRef, useState } from "react";

import type { FieldKindOffered } from "../../generated/fields";
import { useDrag } from "../../shared/dnd/dnd";
import { Search } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { t, w } from "../../shared/words";
import { add } from "../actions";
import { useRecent } from "../recent";
import { palette } from "../state";
import styles from "./palette.module.css";

/** Below so many kinds a list of the last ones would only repeat what is in sight. */
const ENOUGH = 2;

export function Palette() {
  const [typed, setTyped] = useState("");
  const recent = useRecent((now) => now.kinds);
  const found = useMemo(() => matching(typed), [typed]);
  const last = recent.flatMap((key) => found.filter((each) => each.key === key));
  const groups = palette()
    .groups.map((group) => ({
      label: t(group.label),
      kinds: found.filter((each) => each.group === group.key),
    }))
    .filter((each) => each.kinds.length > 0);
  const shown =
    typed === "" && last.length >= ENOUGH
      ? [{ label: w("最近使用", "Used last"), kinds: last }, ...groups]
      : groups;
  return (
    <div className={styles.palette}>
      <label className={styles.search}>
        <span className="only-read">{w("搜索字段类型", "Search kinds of fields")}</span>
        <Search size={16} />
        <input
          className="input"
          type="search"
          value={typed}
          placeholder={w("搜索类型，回车添加", "Search, Enter adds")}
          autoComplete="off"
          data-testid="palette-search"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key !== "Enter" || event.nativeEvent.isComposing || !first) return;
            event.preventDefault();
            add(first);
            setTyped("");
          }}
        />
      </label>
      {shown.map((group) => (
        <section key={group.label} className={styles.group} aria-label={group.label}>
          <h3>{group.label}</h3>
          <ul>
            {group.kinds.map((kind) => (
              <li key={kind.key}>
                <Kind kind={kind} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {shown.length === 0 ? (
        <p className={styles.none}>
          {w(`没有叫“${typed}”的类型。`, `There is no kind called “${typed}”.`)}
        </p>
      ) : null}
    </div>
  );
}

function matching(typed: string): readonly FieldKindOffered[] {
  const wanted = typed.trim().toLowerCase();
  const rank = (each: FieldKindOffered) => {
    const names = [each.label.zh, each.label.en.toLowerCase(), each.key];
    if (names.some((name) => name.startsWith(wanted))) return 0;
    if (names.some((name) => name.includes(wanted))) return 1;
    return `${each.about.zh} ${each.about.en.toLowerCase()}`.includes(wanted) ? 2 : -1;
  };
  const ranked = palette().kinds.map((each) => [rank(each), each] as const);
  const fitting = ranked.filter(([place]) => place >= 0);
  return (wanted ? fitting.sort(([one], [other]) => one - other) : fitting).map(([, each]) => each);
}

function Kind({ kind }: { readonly kind: FieldKindOffered }) {
  const element = useRef<HTMLButtonElement>(null);
  const isDragged = useDrag(element, { data: { sort: "kind", kind: kind.key } });
  return (
    <button
      ref={element}
      type="button"
      className={`${styles.kind} ${isDragged ? styles.dragged : ""}`}
      title={t(kind.about)}
      data-kind={kind.key}
      onClick={() => add(kind)}
    >
      <KindIcon name={kind.icon} />
      <span>{t(kind.label)}</span>
    </button>
  );
}
