// What must hold of a record before it is kept, and what is said where it does not.

import { boot } from "../../shared/boot";
import { isObject, type Json } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Plus, Remove } from "../../shared/ui/icons";
import { WordsField } from "../../shared/ui/WordsField";
import { draft } from "../../shared/useDraft";
import { w } from "../../shared/words";
import { setField } from "../actions";
import { type FieldView, firstCheck, type ObjectView, wordsOf } from "../model/reading";
import { attentionTo, useChosen } from "../state";
import { CheckCondition } from "./CheckCondition";
import { Part } from "./FieldPane";

export interface CheckPartProps {
  readonly object: ObjectView;
  readonly view: FieldView;
  readonly error: string | null;
}

const WHAT = { zh: "校验", en: "the check" };

export function CheckPart({ object, view, error }: CheckPartProps) {
  const mayEdit = boot().may.edit;
  const check = isObject(view.field.check) ? view.field.check : null;
  const set = (path: readonly string[], value: Json | undefined) =>
    setField(object.key, view.key, ["check", ...path], value, WHAT);
  if (check === null && !mayEdit) return null;
  return (
    <Part label={w("校验", "Check")}>
      {check === null ? (
        <>
          <p className="field__hint">
            {w(
              "除了类型自己的要求，还可以写一个条件，例如“结束不早于开始”。",
              "Besides what its kind asks, a condition may be set: it ends no earlier than it begins.",
            )}
          </p>
          <Button
            look="plain"
            icon={<Plus size={16} />}
            onClick={async () => {
              // The editor is told what may stand there by the draft as it is saved.
              await draft().save();
              set([], { condition: firstCheck(view) });
              useChosen.setState({ attention: attentionTo("check") });
            }}
          >
            {w("添加校验", "Add a check")}
          </Button>
        </>
      ) : (
        <div data-at="check">
          <CheckCondition
            object={object.key}
            value={check.condition}
            onChange={(value) => set(["condition"], value ?? null)}
          />
          {error ? <p className="field__error">{error}</p> : null}
          <WordsField
            label={w("不满足时提示", "Said where it does not hold")}
            value={wordsOf(check.message)}
            rows={2}
            disabled={!mayEdit}
            hint={w("不写就把条件读出来", "Left blank, the condition is read aloud")}
            onChange={(value) => set(["message"], value.zh || value.en ? { ...value } : undefined)}
          />
          {mayEdit ? (
            <Button look="plain" icon={<Remove size={16} />} onClick={() => set([], undefined)}>
              {w("去掉校验", "Remove the check")}
            </Button>
          ) : null}
        </div>
      )}
    </Part>
  );
}
