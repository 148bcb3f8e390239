// The objects of the programme, beside each other; on a phone, a list to choose from.

import { boot } from "../../shared/boot";
import { Button } from "../../shared/ui/Button";
import { Select } from "../../shared/ui/fields";
import { Lock, Plus } from "../../shared/ui/icons";
import { useWide } from "../../shared/useWide";
import { t, w } from "../../shared/words";
import type { ObjectView } from "../model/reading";
import { askFor, openObject } from "../state";
import { useWrong } from "./findings";
import styles from "./tabs.module.css";

export interface TabsProps {
  readonly objects: readonly ObjectView[];
  readonly chosen: string;
}

export function Tabs({ objects, chosen }: TabsProps) {
  const wide = useWide();
  const wrong = useWrong();
  const add = boot().may.edit ? (
    <Button
      look="plain"
      icon={<Plus size={16} />}
      onClick={() => askFor({ sort: "new-object" })}
      data-testid="new-object"
    >
      {w("新建对象", "New object")}
    </Button>
  ) : null;
  if (!wide) {
    return (
      <div className={styles.few}>
        <Select
          bare
          label={w("对象", "Object")}
          value={chosen}
          options={objects.map((each) => ({
            value: each.key,
            label: `${t(each.label)}${wrong.has(each.key) ? " ⚠" : ""}`,
          }))}
          onChange={openObject}
        />
        {add}
      </div>
    );
  }
  return (
    <nav className={styles.tabs} aria-label={w("对象", "Objects")}>
      <ul>
        {objects.map((each) => (
          <li key={each.key}>
            <button
              type="button"
              className={styles.tab}
              aria-current={each.key === chosen ? "true" : undefined}
              data-object={each.key}
              onClick={() => openObject(each.key)}
            >
              {each.given ? <Lock size={12} aria-label={w("内置", "Given")} /> : null}
              {t(each.label) || each.key}
              {wrong.has(each.key) ? (
                <span className={styles.wrong}>
                  <span className="only-read">{w("有问题", "has problems")}</span>
                </span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
      {add}
    </nav>
  );
}
