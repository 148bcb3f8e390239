// What can stand on a form: its parts, fields there are, and fields that are designed on the way.

import { useRef, useState } from "react";

import type { FieldKindOffered } from "../../generated/fields";
import styles from "../../objects/view/palette.module.css";
import { type Dragged, useDrag } from "../../shared/dnd/dnd";
import { Search } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { useDraft } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { add, addField } from "../actions";
import { formsOf, offers, usedFields } from "../model/reading";
import { palettes, useChosen } from "../state";

export const NEW_ITEM = "form-new";

export function Palette() {
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const fits = (...names: readonly string[]) =>
    names.some((name) => name.toLowerCase().includes(wanted));
  const form = useChosen((now) => now.form);
  const document = useDraft((now) => now.document);
  const { items, fields } = palettes();
  const used = usedFields(formsOf(document)[form] ?? {});
  const there = offers(document, palettes(), ["forms", form, "pages", 0, "items"]).filter(
    (each) => !used.has(each.written) && fits(each.label, each.written),
  );
  const parts = items.kinds.filter(
    (each) => each.key !== "field" && fits(each.label.zh, each.label.en),
  );
  const fresh = fields.kinds.filter((each) => each.typed && fits(each.label.zh, each.label.en));
  return (
    <>
      <label className={styles.search}>
        <span className="only-read">{w("搜索组件和字段", "Search items and fields")}</span>
        <Search size={16} />
        <input
          className="input"
          type="search"
          value={typed}
          autoComplete="off"
          placeholder={w("搜索组件和字段", "Items and fields")}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <Group title={w("已有字段", "Fields there are")}>
        {there.map((each) => (
          <Entry
            key={each.written}
            icon={kindIcon(fields.kinds, String(each.target.field.field.kind))}
            label={each.label}
            data={{ sort: NEW_ITEM, kind: "field", field: each.written }}
            onAdd={() => add("field", each.written)}
          />
        ))}
      </Group>
      <Group title={w("新字段", "New fields")}>
        {fresh.map((each) => (
          <Entry
            key={each.key}
            icon={each.icon}
            label={t(each.label)}
            hint={t(each.about)}
            data={{ sort: NEW_ITEM, kind: "field", fresh: each.key }}
            onAdd={() => addField(each)}
          />
        ))}
      </Group>
      <Group title={w("版面", "Layout")}>
        {parts.map((each) => (
          <Entry
            key={each.key}
            icon={each.icon}
            label={t(each.label)}
            data={{ sort: NEW_ITEM, kind: each.key }}
            onAdd={() => add(each.key)}
          />
        ))}
      </Group>
    </>
  );
}

function kindIcon(kinds: readonly FieldKindOffered[], key: string): string {
  return kinds.find((each) => each.key === key)?.icon ?? "type";
}

function Group({
  title,
  children,
}: {
  readonly title: string;
  readonly children: readonly React.ReactNode[];
}) {
  if (children.length === 0) return null;
  return (
    <section className={styles.group} aria-label={title}>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

interface EntryProps {
  readonly icon: string;
  readonly label: string;
  readonly hint?: string;
  readonly data: Dragged;
  readonly onAdd: () => void;
}

function Entry({ icon, label, hint, data, onAdd }: EntryProps) {
  const element = useRef<HTMLButtonElement>(null);
  const isDragged = useDrag(element, { data });
  return (
    <li>
      <button
        ref={element}
        type="button"
        className={`${styles.kind} ${isDragged ? styles.dragged : ""}`}
        title={hint ?? label}
        data-add={data.fresh ? `new:${data.fresh}` : String(data.field ?? data.kind)}
        onClick={onAdd}
      >
        <KindIcon name={icon} />
        <span>{label}</span>
      </button>
    </li>
  );
}
