// Groups by chance, each with its share.

import { Button, IconButton } from "../../../shared/ui/Button";
import { NumberField } from "../../../shared/ui/fields";
import { Plus, Remove } from "../../../shared/ui/icons";
import { WordsField } from "../../../shared/ui/WordsField";
import { w } from "../../../shared/words";
import { freshKey } from "../../model/edits";
import { objectsIn, textOf, wordsOf } from "../../model/reading";
import styles from "../pane.module.css";
import { labelOf, type WidgetProps } from "../Widget";

export function Variants({ option, options, value, locked, error, onChange }: WidgetProps) {
  const variants = objectsIn(value);
  const held = typeof options.holdout === "number" ? options.holdout : 0;
  const sum = variants.reduce(
    (all, each) => all + (typeof each.percent === "number" ? each.percent : 0),
    held,
  );
  const add = () => {
    const key = freshKey("group", new Set(variants.map((each) => textOf(each.key))));
    const letter = String.fromCharCode(65 + variants.length);
    const label = { zh: `${letter} 组`, en: `Group ${letter}` };
    onChange([...variants, { key, label, percent: Math.max(100 - sum, 1) }], "/add");
  };
  return (
    <fieldset className={styles.group}>
      <legend className="field__label">{labelOf(option)}</legend>
      <div className={styles.shares} aria-hidden="true">
        {variants.map((each) => (
          <span
            key={textOf(each.key)}
            style={{ flexGrow: typeof each.percent === "number" ? each.percent : 0 }}
          />
        ))}
        {held > 0 ? <span data-held style={{ flexGrow: held }} /> : null}
      </div>
      <ul className={styles.cards}>
        {variants.map((each, n) => {
          const change = (next: object, tag: string) =>
            onChange(
              variants.map((one, m) => (m === n ? { ...one, ...next } : one)),
              `/${n}${tag}`,
            );
          return (
            <li key={textOf(each.key) || n} className={styles.item}>
              <WordsField
                label={w(`第 ${n + 1} 组`, `Group ${n + 1}`)}
                value={wordsOf(each.label)}
                disabled={locked}
                onChange={(label) => change({ label: { ...label } }, "/label")}
              />
              <div className={styles.valueRow}>
                <NumberField
                  label={w("占比", "Share")}
                  unit="%"
                  value={typeof each.percent === "number" ? each.percent : null}
                  disabled={locked}
                  onChange={(percent) => change({ percent: Math.round(percent ?? 0) }, "/percent")}
                />
                {locked ? null : (
                  <IconButton
                    label={w("删除这一组", "Delete this group")}
                    disabled={variants.length === 1}
                    onClick={() =>
                      onChange(
                        variants.filter((_, m) => m !== n),
                        "/remove",
                      )
                    }
                  >
                    <Remove size={14} />
                  </IconButton>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      <p className="field__hint">{w(`合计 ${sum}%`, `Together ${sum} %`)}</p>
      {locked ? null : (
        <Button icon={<Plus size={16} />} onClick={add}>
          {w("再加一组", "Add a group")}
        </Button>
      )}
      {error ? <p className="field__error">{error}</p> : null}
    </fieldset>
  );
}
