// A condition of the ladder: there or not, and written in the editor of conditions.

import { useState } from "react";

import { ConditionEditor } from "../../conditions/ConditionEditor";
import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { Segmented } from "../../shared/ui/fields";
import { draft } from "../../shared/useDraft";
import { t, type Words, w } from "../../shared/words";
import { now } from "../state";

export interface ConditionProps {
  readonly path: Path;
  readonly value: Json | undefined;
  /** The key of the ladder, which decides what the condition may speak of. */
  readonly ladder: string;
  readonly label: Words;
  /** What holds without a condition; there is always one where this is not given. */
  readonly none?: string;
}

export function Condition({ path, value, ladder, label, none }: ConditionProps) {
  const there = value !== undefined && value !== null;
  const [wanted, setWanted] = useState(false);
  const { edit } = boot().may;
  const change = (next: Json | null, tag?: string) =>
    draft().put(path, next ?? undefined, {
      label,
      ...(tag === undefined ? {} : { tag: `${path.join("/")} ${tag}` }),
    });
  return (
    <>
      {none ? (
        <Segmented
          label={t(label)}
          value={there || wanted ? "own" : "none"}
          disabled={!edit}
          options={[
            { value: "none", label: none },
            { value: "own", label: w("满足条件的", "By a condition") },
          ]}
          onChange={(next) => {
            setWanted(next === "own");
            if (next === "none") change(null);
          }}
        />
      ) : null}
      {there || wanted || !none ? (
        <ConditionEditor
          place={`ladder:${ladder}`}
          value={value ?? null}
          content={now}
          disabled={!edit}
          label={t(label)}
          onChange={change}
        />
      ) : null}
    </>
  );
}
