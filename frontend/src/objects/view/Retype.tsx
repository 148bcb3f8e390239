// What is asked before a field becomes one of another kind, and what its values would come to.

import { useState } from "react";

import type { RetypeAnswer } from "../../generated/objects";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Select } from "../../shared/ui/fields";
import { t, w } from "../../shared/words";
import { retype } from "../actions";
import { useAnswer } from "../asking";
import { nameOf, type ObjectView } from "../model/reading";
import { askFor, focusCard, isReleased, kindOf, palette } from "../state";
import styles from "./questions.module.css";

export interface RetypeProps {
  readonly object: ObjectView;
  readonly field: string;
}

export function Retype({ object, field }: RetypeProps) {
  const view = object.fields.find((each) => each.key === field);
  const before = kindOf(String(view?.field.kind));
  const [chosen, setChosen] = useState(before?.key ?? "text");
  if (!view) return null;
  const after = kindOf(chosen);
  const name = nameOf(view);
  const same = chosen === before?.key;
  const leave = () => {
    askFor(null);
    focusCard(field);
  };
  const groups = new Map(palette().groups.map((each) => [each.key, t(each.label)]));
  return (
    <Dialog
      open
      title={w(`“${name}”改成什么类型？`, `What kind should ${name} be?`)}
      onClose={leave}
      foot={
        <>
          <Button onClick={leave}>{w("取消", "Cancel")}</Button>
          <Button
            look="primary"
            disabled={same || !after}
            onClick={() => {
              askFor(null);
              if (after) retype(object.key, field, after);
              focusCard(field);
            }}
          >
            {w("改类型", "Change the kind")}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <Select
          label={w("新类型", "New kind")}
          value={chosen}
          options={palette().kinds.map((each) => ({
            value: each.key,
            label: t(each.label),
            group: groups.get(each.group) ?? "",
          }))}
          onChange={setChosen}
        />
        {after ? <p className="soft">{t(after.about)}</p> : null}
        {same || !after ? null : isReleased(object.key, field) ? (
          <Foretold
            key={chosen}
            object={object.key}
            field={field}
            kind={chosen}
            stored={after.stored}
          />
        ) : (
          <p>
            {w(
              "它还没有发布过，没有数据，可以直接改。新类型不认识的选项会去掉。",
              "It has not been published and has no data, so it simply changes. Options that the new kind does not know are dropped.",
            )}
          </p>
        )}
      </div>
    </Dialog>
  );
}

interface ForetoldProps {
  readonly object: string;
  readonly field: string;
  readonly kind: string;
  readonly stored: boolean;
}

function Foretold({ object, field, kind, stored }: ForetoldProps) {
  const { answer, problem } = useAnswer<RetypeAnswer>("retype", { object, field, kind });
  if (problem) return <p className="field__error">{problem}</p>;
  if (!answer) return <p className="soft">{w("正在试读已有的值…", "Reading the values …")}</p>;
  const { records, looked_at, blank, examples } = answer.found;
  const many = records.toLocaleString("en-US");
  const part = looked_at < records;
  return (
    <div className={styles.foretold} data-bad={blank > 0} data-testid="foretold">
      <p>
        {!stored
          ? w(
              `${many} 条记录有值。改成算出来的字段后，原来的值不再显示，但都保留。`,
              `${many} records have a value. A computed field shows none of them; they are all kept.`,
            )
          : records === 0
            ? w("还没有记录有值，可以直接改。", "No record has a value yet, so it simply changes.")
            : blank === 0
              ? w(
                  `${many} 条记录有值，${part ? `试读的 ${looked_at} 条` : ""}都能读成新类型。`,
                  `${many} records have a value; ${part ? `the ${looked_at} that were tried` : "all"} can be read as the new kind.`,
                )
              : w(
                  `${many} 条记录有值。试读 ${looked_at} 条，其中 ${blank} 条读不成新类型，会留空。`,
                  `${many} records have a value. Of ${looked_at} that were tried, ${blank} cannot be read as the new kind and would be blank.`,
                )}
      </p>
      {stored && examples.length > 0 ? (
        <p>
          {w("例如：", "Such as: ")}
          {examples.map((each) => (
            <code key={each}>{each}</code>
          ))}
        </p>
      ) : null}
      <p className="soft">
        {w(
          "发布时另开一列，原值留在旧列：改回来或恢复旧版本就能找回。",
          "On publishing a new column is filled from the old one, which stays: change back, or restore a release, and the values are there.",
        )}
      </p>
    </div>
  );
}
