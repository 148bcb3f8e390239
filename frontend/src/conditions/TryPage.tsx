// A page to ask who would meet a condition; nothing of it is kept.

import { useState } from "react";

import type { ConditionPage } from "../generated/conditions";
import { boot } from "../shared/boot";
import type { Json } from "../shared/json";
import { Button, IconButton } from "../shared/ui/Button";
import { Select } from "../shared/ui/fields";
import { Redo, Undo } from "../shared/ui/icons";
import { t, w } from "../shared/words";
import { ConditionEditor } from "./ConditionEditor";
import styles from "./page.module.css";

interface Past {
  readonly steps: readonly Json[];
  readonly at: number;
  readonly tag: string | undefined;
}

const NOTHING: Past = { steps: [null], at: 0, tag: undefined };

export function TryPage() {
  const { places } = boot<ConditionPage>().page;
  const [place, setPlace] = useState(places[0]?.place ?? "member");
  const [past, setPast] = useState(NOTHING);
  const change = (value: Json, tag?: string) =>
    setPast((now) => {
      // What is typed in one place is one step.
      const together = tag !== undefined && tag === now.tag && now.at === now.steps.length - 1;
      const kept = now.steps.slice(0, together ? now.at : now.at + 1);
      return { steps: [...kept, value], at: kept.length, tag };
    });
  const go = (step: number) => setPast((now) => ({ ...now, at: now.at + step, tag: undefined }));
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
          <IconButton label={w("撤销", "Undo")} disabled={past.at === 0} onClick={() => go(-1)}>
            <Undo size={16} />
          </IconButton>
          <IconButton
            label={w("重做", "Redo")}
            disabled={past.at === past.steps.length - 1}
            onClick={() => go(1)}
          >
            <Redo size={16} />
          </IconButton>
          <Button disabled={past.steps[past.at] === null} onClick={() => change(null)}>
            {w("清空", "Clear")}
          </Button>
        </div>
      </header>
      <ConditionEditor
        place={place}
        value={past.steps[past.at] ?? null}
        onChange={change}
        label={w("要试的条件", "The condition to try")}
      />
    </div>
  );
}
