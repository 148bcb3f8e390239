// The form as people will see it: pages one below the other, everything on them to be chosen and moved.

import { useRef } from "react";
import { wordsOf } from "../../objects/model/reading";
import { boot } from "../../shared/boot";
import { useDrop } from "../../shared/dnd/dnd";
import type { JsonObject, Path } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Down, Plus, Remove, Up } from "../../shared/ui/icons";
import { Menu } from "../../shared/ui/Menu";
import { useDraft } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { newPage, remove, shiftPage } from "../actions";
import { formsOf, formTitle, listOf, pageTitle } from "../model/reading";
import { choose, useChosen } from "../state";
import { accepted, dropped } from "./dropping";
import { Faults } from "./Faults";
import styles from "./forms.module.css";
import { Items } from "./Items";

export function Canvas({ form }: { readonly form: number }) {
  const screen = useChosen((now) => now.screen);
  const found = useDraft(({ document }) => formsOf(document)[form]);
  if (!found) return null;
  const pages = listOf(found.pages);
  const intro = t(wordsOf(found.intro));
  return (
    <div className={styles.sheet} data-screen={screen}>
      <button type="button" className={styles.formHead} onClick={() => choose(null)}>
        <span className={styles.formTitle}>{formTitle(found)}</span>
        {intro ? <span className={styles.intro}>{intro}</span> : null}
        <Faults path={["forms", form]} own={["label", "intro", "object", "who", "access", "key"]} />
      </button>
      {pages.map((page, n) => (
        <PageCard
          // biome-ignore lint/suspicious/noArrayIndexKey: two pages may share a key while it is wrong
          key={`${String(page.key)} ${n}`}
          page={page}
          index={n}
          count={pages.length}
          path={["forms", form, "pages", n]}
        />
      ))}
      <End form={found} />
      {boot().may.edit ? (
        <Button
          look="plain"
          className={styles.addPage ?? ""}
          icon={<Plus size={16} />}
          onClick={() => newPage(form)}
        >
          {w("添加一页", "Add a page")}
        </Button>
      ) : null}
    </div>
  );
}

interface PageCardProps {
  readonly page: JsonObject;
  readonly index: number;
  readonly count: number;
  readonly path: Path;
}

function PageCard({ page, index, count, path }: PageCardProps) {
  const element = useRef<HTMLElement>(null);
  const chosen = useChosen((now) => now.path?.join("/") === path.join("/"));
  const list = [...path, "items"];
  const items = listOf(page.items);
  const over = useDrop(element, {
    accepts: (data) => accepted(data, null, list),
    edges: null,
    disabled: !boot().may.edit,
    onDrop: (data) => dropped(data, { list, index: items.length }),
  });
  const form = Number(path[1]);
  return (
    <section
      ref={element}
      className={styles.page}
      data-chosen={chosen}
      data-over={over.isOver}
      aria-label={pageTitle(page, index)}
    >
      <header className={styles.pageHead}>
        <button type="button" className={styles.pageTitle} onClick={() => choose(path)}>
          {pageTitle(page, index)}
          {page.visible === undefined ? null : (
            <span className="badge">{w("按条件显示", "Shown by a condition")}</span>
          )}
        </button>
        <Faults path={path} own={["key", "label", "visible", "intro"]} />
        {boot().may.edit ? (
          <Menu
            label={w(`第 ${index + 1} 页`, `Page ${index + 1}`)}
            items={[
              {
                label: w("上移", "Move up"),
                icon: <Up size={16} />,
                disabled: index === 0,
                onSelect: () => shiftPage(form, index, index - 1),
              },
              {
                label: w("下移", "Move down"),
                icon: <Down size={16} />,
                disabled: index === count - 1,
                onSelect: () => shiftPage(form, index, index + 2),
              },
              {
                label: w("删除", "Delete"),
                icon: <Remove size={16} />,
                danger: true,
                apart: true,
                onSelect: () => remove(path),
              },
            ]}
          />
        ) : null}
      </header>
      {t(wordsOf(page.intro)) ? <p className={styles.intro}>{t(wordsOf(page.intro))}</p> : null}
      <Items list={list} items={items} />
      {items.length === 0 ? (
        <p className={styles.nothing}>
          {w("从左边拖到这里，或点一下添加。", "Drag something here, or click it to add it.")}
        </p>
      ) : null}
    </section>
  );
}

/** What stands below the last page: what is agreed to, and the button. */
function End({ form }: { readonly form: JsonObject }) {
  const consent = form.consent as JsonObject | undefined;
  const agreed = consent ? t(wordsOf(consent.text)) : "";
  return (
    <div className={styles.end}>
      {agreed ? (
        <p className={styles.consent}>
          <span className={styles.box} aria-hidden="true" />
          {agreed}
        </p>
      ) : null}
      <span className={styles.submit} aria-hidden="true">
        {w("提交", "Send")}
      </span>
    </div>
  );
}
