// A value that is worked out instead of typed: from the answers, step by step.

import { ValueEditor } from "../../conditions/ValueEditor";
import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { Switch } from "../../shared/ui/fields";
import { draft } from "../../shared/useDraft";
import { useSavedDraft } from "../../shared/useSavedDraft";
import { t, type Words, w } from "../../shared/words";
import { now, write } from "../actions";
import { placeOf } from "./Condition";

export interface ComputedProps {
  readonly label: Words;
  readonly path: Path;
  readonly value: Json | undefined;
}

const BEGIN: Json = { "+": [0, 0] };

export function Computed({ label, path, value }: ComputedProps) {
  const there = value !== undefined && value !== null;
  return (
    <>
      <Switch
        label={t(label)}
        hint={w("值由算式得出，不用填", "An expression gives the value; nobody types it")}
        value={there}
        disabled={!boot().may.edit}
        onChange={(next) => write(path, next ? BEGIN : undefined, label)}
      />
      {there ? <Expression label={label} path={path} value={value} /> : null}
    </>
  );
}

function Expression({ label, path, value }: ComputedProps & { readonly value: Json }) {
  const ready = useSavedDraft();
  if (!ready) return <div aria-busy="true" />;
  return (
    <ValueEditor
      place={placeOf(path)}
      label={w("算式", "Expression")}
      hint={w(
        '用答案的标识，如 {"*": [{"var": "cups"}, 2]}',
        'Answers by key, such as {"*": [{"var": "cups"}, 2]}',
      )}
      value={value}
      disabled={!boot().may.edit}
      content={now}
      onChange={(next, tag) =>
        // Nothing at all would end it: what is cleared is picked anew.
        draft().put(path, next ?? BEGIN, {
          label,
          ...(tag ? { tag: `${path.join("/")} ${tag}` } : {}),
        })
      }
    />
  );
}
