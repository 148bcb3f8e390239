// What is asked before something is taken away, changed for good, or made.

import { useState } from "react";

import type { RetypeAnswer } from "../../generated/objects";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Segmented, Select, WordsField } from "../../shared/ui/fields";
import { t, w } from "../../shared/words";
import { addObject, remove, removeObject, retire, retype } from "../actions";
import { useAnswer } from "../asking";
import { nameOf, type ObjectView } from "../model/reading";
import { askFor, focusCard, island, isReleased, kindOf, palette, useAsked } from "../state";
import styles from "./questions.module.css";
import { Uses } from "./UsesPart";

const close = () => askFor(null);

export function Questions({ objects }: { readonly objects: readonly ObjectView[] }) {
  const asked = useAsked((now) => now.asked);
  if (asked === null) return null;
  if (asked.sort === "new-object") return <NewObject />;
  const object = objects.find((each) => each.key === asked.object);
  if (!object) return null;
  if (asked.sort === "remove-object") return <RemoveObject object={object} />;
  const { field } = asked;
  return asked.sort === "retype" ? (
    <Retype object={object} field={field} />
  ) : (
    <RemoveField object={object} field={field} />
  );
}

interface OfField {
  readonly object: ObjectView;
  readonly field: string;
}

function RemoveField({ object, field }: OfField) {
  const view = object.fields.find((each) => each.key === field);
  if (!view) return null;
  const name = nameOf(view);
  const released = isReleased(object.key, field);
  const leave = () => {
    close();
    focusCard(field);
  };
  const act = () => {
    close();
    if (released) retire(object.key, field, true);
    else remove(object.key, field);
  };
  return (
    <Dialog
      open
      title={
        released
          ? w(`停用字段“${name}”？`, `Retire the field ${name}?`)
          : w(`删除字段“${name}”？`, `Delete the field ${name}?`)
      }
      onClose={leave}
      foot={
        <>
          <Button onClick={leave}>{w("取消", "Cancel")}</Button>
          <Button look="danger" onClick={act} data-testid="confirm-removal">
            {released ? w("停用", "Retire") : w("删除", "Delete")}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>
          {released
            ? w(
                "它已经发布过，所以不删除而是停用：不再录入和导入，旧版本和已有数据都保留，随时可以恢复。",
                "It has been published, so it is retired rather than deleted: nobody is asked for it any more, earlier releases and data stay, and it can be brought back.",
              )
            : w(
                "它只在草稿里，还没有任何数据。删除后可以撤销。",
                "It is in the draft alone and has no data. Deleting it can be undone.",
              )}
        </p>
        <Uses object={object.key} field={field} />
      </div>
    </Dialog>
  );
}

function RemoveObject({ object }: { readonly object: ObjectView }) {
  const name = t(object.label) || object.key;
  const released = island().released[object.key] !== undefined;
  return (
    <Dialog
      open
      title={w(`删除对象“${name}”？`, `Delete the object ${name}?`)}
      onClose={close}
      foot={
        <>
          <Button onClick={close}>{w("取消", "Cancel")}</Button>
          <Button
            look="danger"
            data-testid="confirm-removal"
            onClick={() => {
              close();
              removeObject(object.key);
            }}
          >
            {w("删除", "Delete")}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>
          {released
            ? w(
                "发布后它从方案里消失，数据表和数据保留；用同一个标识加回来就能找到。",
                "With the next release it leaves the programme; its table and data stay and are found again under the same key.",
              )
            : w("它只在草稿里，还没有任何数据。", "It is in the draft alone and has no data.")}
        </p>
        <Uses object={object.key} />
      </div>
    </Dialog>
  );
}

function Retype({ object, field }: OfField) {
  const view = object.fields.find((each) => each.key === field);
  const before = kindOf(String(view?.field.kind));
  const [chosen, setChosen] = useState(before?.key ?? "text");
  if (!view) return null;
  const after = kindOf(chosen);
  const name = nameOf(view);
  const same = chosen === before?.key;
  const leave = () => {
    close();
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
              close();
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

function NewObject() {
  const [label, setLabel] = useState({ zh: "", en: "" });
  const [sort, setSort] = useState<"member" | "table">("member");
  const [tried, setTried] = useState(false);
  const blank = label.zh.trim() === "" && label.en.trim() === "";
  const make = () => {
    setTried(true);
    if (blank) return;
    close();
    addObject({ label, ofMember: sort === "member" });
  };
  return (
    <Dialog
      open
      title={w("新建对象", "A new object")}
      onClose={close}
      foot={
        <>
          <Button onClick={close}>{w("取消", "Cancel")}</Button>
          <Button look="primary" onClick={make} data-testid="make-object">
            {w("新建", "Make it")}
          </Button>
        </>
      }
    >
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <WordsField
          label={w("叫什么", "Its name")}
          value={label}
          error={tried && blank ? w("请起个名字。", "Give it a name.") : null}
          onChange={setLabel}
        />
        <div className={styles.sort}>
          <Segmented
            label={w("哪一种", "Which sort")}
            value={sort}
            options={[
              { value: "member", label: w("会员的记录", "Records of members") },
              { value: "table", label: w("小型参照表", "A small table") },
            ]}
            onChange={setSort}
          />
          <p className="field__hint">
            {sort === "member"
              ? w(
                  "每条属于一位会员，有发生时间：签到、报名、评价。可以统计，进入等级条件。",
                  "Each belongs to a member and happens at a time: check-ins, sign-ups, reviews. They can be summed up, and tiers may ask for them.",
                )
              : w(
                  "不属于会员，条数不多：门店、商品、课程。别的字段可以关联到它。",
                  "It belongs to nobody and is small: shops, products, courses. Other fields lead to it.",
                )}
          </p>
        </div>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
