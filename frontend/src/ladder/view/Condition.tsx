// A condition of the ladder: there or not, and written in the editor of conditions.

import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { Segmented } from "../../shared/ui/fields";
import { type Words, w } from "../../shared/words";
import { write } from "../actions";
import { Rule } from "./Rule";

export interface ConditionProps {
  readonly path: Path;
  readonly value: Json | undefined;
  /** The key of the ladder, which decides what the condition may speak of. */
  readonly ladder: string;
  readonly label: Words;
  /** What holds without a condition; there is always one where this is not given. */
  readonly none?: string;
}

/** What a condition is while nothing is asked yet. */
const EMPTY: Json = { and: [] };

export function Condition({ path, value, ladder, label, none }: ConditionProps) {
  const there = value !== undefined && value !== null;
  const change = (next: Json | undefined) => write(path, next, label);
  return (
    <>
      {none ? (
        <Segmented
          label={w(label.zh, label.en)}
          value={there ? "own" : "none"}
          disabled={!boot().may.edit}
          options={[
            { value: "none", label: none },
            { value: "own", label: w("满足条件的", "By a condition") },
          ]}
          onChange={(next) => change(next === "own" ? EMPTY : undefined)}
        />
      ) : null}
      {there || !none ? (
        <Rule value={value ?? EMPTY} ladder={ladder} label={label} path={path} onChange={change} />
      ) : null}
    </>
  );
}
