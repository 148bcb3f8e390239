// What is asked before something is taken away, changed for good, or made.

import { useState } from "react";

import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Segmented } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { t, w } from "../../shared/words";
import { addObject, remove, removeObject, retire } from "../actions";
import { nameOf, type ObjectView } from "../model/reading";
import { askFor, focusCard, island, isReleased, useAsked } from "../state";
import styles from "./questions.module.css";
import { Retype } from "./Retype";
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
