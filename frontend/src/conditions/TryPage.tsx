// A page to ask who would meet a condition; nothing of it is kept.

import { useState } from "react";

import type { ConditionPage } from "../generated/conditions";
import { boot } from "../shared/boot";
import { Button } from "../shared/ui/Button";
import { Select } from "../shared/ui/fields";
import { t, w } from "../shared/words";
import { ConditionEditor } from "./ConditionEditor";
import styles from "./page.module.css";
import { Steps } from "./Steps";
import { usePast } from "./usePast";

export function TryPage() {
  const { places } = boot<ConditionPage>().page;
  const [place, setPlace] = useState(places[0]?.place ?? "member");
  const { value, change, undo, redo } = usePast(null);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div>
          <h1>{w("试一个条件", "Try a condition")}</h1>
          <p>
            {w(
              "看看哪些会员满足，或某位会员为什么不满足。这里的内容不会保存。",
              "See who meets it, or why somebody does not. Nothing here is kept.",
            )}
          </p>
        </div>
        <div className={styles.tools}>
          <Select
            label={w("对谁", "Among")}
            value={place}
            options={places.map((each) => ({ value: each.place, label: t(each.label) }))}
            onChange={setPlace}
          />
          <Steps undo={undo} redo={redo} />
          <Button disabled={value === null} onClick={() => change(null)}>
            {w("清空", "Clear")}
          </Button>
        </div>
      </header>
      <ConditionEditor
        place={place}
        value={value}
        onChange={change}
        label={w("要试的条件", "The condition to try")}
      />
    </div>
  );
}
