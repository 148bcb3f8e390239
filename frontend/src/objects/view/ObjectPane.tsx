// All there is to say of an object.

import { useRef } from "react";

import { boot } from "../../shared/boot";
import { Button } from "../../shared/ui/Button";
import { type Option, Select, Switch } from "../../shared/ui/fields";
import { Lock, Records, Remove } from "../../shared/ui/icons";
import { WordsField } from "../../shared/ui/WordsField";
import { w } from "../../shared/words";
import { setObject } from "../actions";
import { type FieldView, nameOf, type ObjectView } from "../model/reading";
import { askFor, island } from "../state";
import { useAttention } from "./FieldPane";
import { saidOf, useSaid } from "./findings";
import styles from "./pane.module.css";
import { UsesPart } from "./UsesPart";

const WHAT = {
  label: { zh: "名称", en: "the name" },
  of_member: { zh: "归属", en: "whose records they are" },
  occurred: { zh: "发生时间", en: "when records happen" },
  title: { zh: "称呼", en: "what records are called by" },
};
const TIMES = new Set(["date", "datetime"]);

export function ObjectPane({ object }: { readonly object: ObjectView }) {
  const pane = useRef<HTMLDivElement>(null);
  useAttention(pane);
  const said = useSaid(object.key, null);
  const mayEdit = boot().may.edit;
  const fixed = object.given || !mayEdit;
  const error = (part: string) => saidOf(said, part);
  const released = island().released[object.key] !== undefined;
  const title = object.fields.filter((each) => each.field.kind === "text");
  const times = object.fields.filter((each) => TIMES.has(String(each.field.kind)));
  return (
    <div ref={pane} className={styles.pane}>
      <div className={styles.kind}>
        <Records size={20} />
        <div>
          <strong>
            {object.given ? w("内置对象", "A given object") : w("自建对象", "An object")}
          </strong>
          <small>
            <code>{object.key}</code>
          </small>
        </div>
      </div>
      {object.given ? (
        <p className={styles.lock}>
          <Lock size={14} aria-hidden="true" />
          {w(
            "每个方案都有它，消费、等级和账本靠它工作。可以改名称、加字段。",
            "Every programme has it: spend, tiers and the ledger work with it. It can be renamed, and fields can be added.",
          )}
        </p>
      ) : null}
      <div data-at="label">
        <WordsField
          label={w("名称", "Name")}
          value={object.label}
          error={error("label")}
          disabled={!mayEdit}
          onChange={(value) => setObject(object.key, ["label"], { ...value }, WHAT.label)}
        />
      </div>
      {object.given ? null : (
        <>
          <div data-at="of_member">
            <Switch
              label={w("每条记录属于一位会员", "Each record belongs to a member")}
              hint={
                released
                  ? w("已有数据表，不能再改", "It has a table already, so this stays")
                  : w("门店、商品这样的小表请关掉", "Off for small tables such as shops")
              }
              value={object.ofMember}
              disabled={fixed || released}
              onChange={(on) =>
                setObject(object.key, ["of_member"], on ? undefined : false, WHAT.of_member)
              }
            />
            {error("of_member") ? <p className="field__error">{error("of_member")}</p> : null}
          </div>
          <div data-at="occurred">
            <Select
              label={w("什么时候发生", "When a record happens")}
              hint={w(
                "“最近 365 天”按这个字段算；没有它就不能统计",
                "“The last 365 days” go by it; without it nothing can be summed up",
              )}
              value={object.occurred ?? ""}
              error={error("occurred")}
              disabled={fixed}
              options={[{ value: "", label: "—" }, ...times.map(option)]}
              onChange={(value) =>
                setObject(object.key, ["occurred"], value || undefined, WHAT.occurred)
              }
            />
          </div>
          <div data-at="title">
            <Select
              label={w("用哪个字段称呼", "What a record is called by")}
              hint={w("列表和链接里显示它", "Lists and links show it")}
              value={object.title ?? ""}
              error={error("title")}
              disabled={fixed}
              options={[{ value: "", label: "—" }, ...title.map(option)]}
              onChange={(value) => setObject(object.key, ["title"], value || undefined, WHAT.title)}
            />
          </div>
        </>
      )}
      {error("fields") ? <p className="field__error">{error("fields")}</p> : null}
      <UsesPart key={object.key} object={object.key} />
      {fixed ? null : (
        <div className={styles.end}>
          <Button
            look="danger"
            icon={<Remove size={16} />}
            onClick={() => askFor({ sort: "remove-object", object: object.key })}
          >
            {w("删除对象…", "Delete the object …")}
          </Button>
        </div>
      )}
    </div>
  );
}

function option(view: FieldView): Option {
  return { value: view.key, label: nameOf(view) };
}
