// Ways by conditions: the first that is met is taken.

import { useState } from "react";

import type { Json, JsonObject } from "../../../shared/json";
import { Button, IconButton } from "../../../shared/ui/Button";
import { Down, Plus, Remove, Up } from "../../../shared/ui/icons";
import { WordsField } from "../../../shared/ui/WordsField";
import { t, w } from "../../../shared/words";
import { freshKey } from "../../model/edits";
import { objectsIn, textOf, wordsOf } from "../../model/reading";
import styles from "../pane.module.css";
import { labelOf, type WidgetProps } from "../Widget";
import { Rule } from "./ConditionField";

export function Branches({ option, value, locked, error, onChange }: WidgetProps) {
  const branches = objectsIn(value);
  const [open, setOpen] = useState<string | null>(null);
  const add = () => {
    const n = branches.length + 1;
    const key = freshKey("way", new Set(branches.map((each) => textOf(each.key))));
    onChange([...branches, { key, label: { zh: `第 ${n} 路`, en: `Way ${n}` } }], "/add");
    setOpen(key);
  };
  const change = (n: number, next: JsonObject, tag: string) =>
    onChange(
      branches.map((each, m) => (m === n ? next : each)),
      `/${n}${tag}`,
    );
  const move = (n: number, to: number) => {
    const items: Json[] = [...branches];
    const [item] = items.splice(n, 1);
    if (item !== undefined) items.splice(to, 0, item);
    onChange(items, "/move");
  };
  return (
    <fieldset className={styles.group}>
      <legend className="field__label">{labelOf(option)}</legend>
      <p className="field__hint">
        {w(
          "从上到下，先满足的先走；都不满足走“其余”。",
          "From top to bottom, the first that is met; or else the rest.",
        )}
      </p>
      <ol className={styles.cards}>
        {branches.map((each, n) => {
          const key = textOf(each.key);
          const isOpen = open === key;
          return (
            <li key={key || n} className={styles.item}>
              <div className={styles.itemHead}>
                <button
                  type="button"
                  aria-expanded={isOpen}
                  onClick={() => setOpen(isOpen ? null : key)}
                >
                  <b>{n + 1}</b> {t(wordsOf(each.label, key))}
                </button>
                {locked ? null : (
                  <>
                    <IconButton
                      label={w("上移", "Move up")}
                      disabled={n === 0}
                      onClick={() => move(n, n - 1)}
                    >
                      <Up size={14} />
                    </IconButton>
                    <IconButton
                      label={w("下移", "Move down")}
                      disabled={n === branches.length - 1}
                      onClick={() => move(n, n + 1)}
                    >
                      <Down size={14} />
                    </IconButton>
                    <IconButton
                      label={w("删除这一路", "Delete this way")}
                      disabled={branches.length === 1}
                      onClick={() =>
                        onChange(
                          branches.filter((_, m) => m !== n),
                          "/remove",
                        )
                      }
                    >
                      <Remove size={14} />
                    </IconButton>
                  </>
                )}
              </div>
              {isOpen ? (
                <>
                  <WordsField
                    label={w("名称", "Name")}
                    value={wordsOf(each.label)}
                    disabled={locked}
                    onChange={(label) => change(n, { ...each, label: { ...label } }, "/label")}
                  />
                  <Rule
                    place="member"
                    label={w("条件", "Condition")}
                    value={each.where}
                    locked={locked}
                    onChange={(where, tag) => {
                      const { where: _, ...rest } = each;
                      change(
                        n,
                        where === undefined ? rest : { ...each, where },
                        `/where${tag ?? ""}`,
                      );
                    }}
                  />
                </>
              ) : null}
            </li>
          );
        })}
      </ol>
      {locked ? null : (
        <Button icon={<Plus size={16} />} onClick={add}>
          {w("再加一路", "Add a way")}
        </Button>
      )}
      {error ? <p className="field__error">{error}</p> : null}
    </fieldset>
  );
}
