// What is set on the form itself, as questions an operator would ask.

import { nameOf, textOf, wordsOf } from "../../objects/model/reading";
import { boot } from "../../shared/boot";
import { isObject, type Json, type JsonObject } from "../../shared/json";
import { Select, Switch } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { useDraft } from "../../shared/useDraft";
import { t, type Words, w } from "../../shared/words";
import { write } from "../actions";
import { formsOf, MEMBER, objectOf, objectsIn } from "../model/reading";
import { page } from "../state";
import { Access } from "./Access";
import styles from "./forms.module.css";
import { said } from "./said";
import { Thanks } from "./Thanks";

export interface Written {
  readonly form: number;
  readonly content: JsonObject;
}

/** Writes a setting of the form; a part that says nothing is left out. */
export function setting(
  { form, content }: Written,
  [part, key]: readonly [string, string],
  value: Json | undefined,
  label: Words,
): void {
  const before = isObject(content[part]) ? content[part] : {};
  const { [key]: _was, ...rest } = before;
  const next = value === undefined ? rest : { ...before, [key]: value };
  const empty = Object.keys(next).length === 0;
  write(["forms", form, part], empty ? undefined : next, label);
}

export function partOf(content: JsonObject, part: string): JsonObject {
  const found = content[part];
  return isObject(found) ? found : {};
}

export function Questions({
  title,
  open,
  children,
}: {
  readonly title: string;
  readonly open?: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <details className={styles.group} open={open ?? false}>
      <summary>{title}</summary>
      <div>{children}</div>
    </details>
  );
}

export function FormSettings({ form }: { readonly form: number }) {
  const content = useDraft(({ document }) => formsOf(document)[form]);
  if (!content) return null;
  const written = { form, content };
  return (
    <>
      <About {...written} />
      <Who {...written} />
      <Access {...written} />
      <Thanks {...written} />
    </>
  );
}

function About({ form, content }: Written) {
  const document = useDraft((now) => now.document);
  const locked = !boot().may.edit;
  const objects = objectsIn(document, page().fields);
  const path = ["forms", form];
  return (
    <Questions title={w("表单", "The form")} open>
      <WordsField
        label={w("名称", "Name")}
        value={wordsOf(content.label)}
        disabled={locked}
        onChange={(next) => write([...path, "label"], { ...next }, { zh: "名称", en: "Name" })}
      />
      <WordsField
        label={w("开头的话", "Words at the beginning")}
        value={wordsOf(content.intro)}
        rows={3}
        disabled={locked}
        onChange={(next) => write([...path, "intro"], said(next), { zh: "开头的话", en: "Intro" })}
      />
      <Select
        label={w("填写的内容写成什么？", "What do the answers become?")}
        value={objectOf(content)}
        disabled={locked}
        options={objects
          .filter((each) => each.ofMember && !["entry", "refund"].includes(each.key))
          .map((each) => ({
            value: each.key,
            label:
              each.key === MEMBER
                ? w("会员资料（入会或更新）", "Members: joining, or a profile")
                : w(`一条${t(each.label)}记录`, `A record: ${t(each.label)}`),
          }))}
        onChange={(next) =>
          write([...path, "object"], next === MEMBER ? undefined : next, {
            zh: "写成什么",
            en: "Object",
          })
        }
      />
      <Select
        label={w("用哪种语言？", "In which language?")}
        value={textOf(content.language) || "reader"}
        disabled={locked}
        options={page().palette.language.map((each) => ({ value: each.key, label: t(each.label) }))}
        onChange={(next) =>
          write([...path, "language"], next === "reader" ? undefined : next, {
            zh: "语言",
            en: "Language",
          })
        }
      />
      <p className={styles.keyed}>
        {w("标识", "Key")} <code>{textOf(content.key)}</code>
      </p>
    </Questions>
  );
}

function Who(written: Written) {
  const document = useDraft((now) => now.document);
  const locked = !boot().may.edit;
  const who = partOf(written.content, "who");
  const member = objectsIn(document, page().fields).find((each) => each.key === MEMBER);
  const unique = (member?.fields ?? []).filter((each) => each.field.unique === true);
  const existing = { zh: "已有资料", en: "What is known already" };
  return (
    <Questions title={w("怎么知道是谁", "Who it is")} open>
      <Select
        label={w("用什么认出会员？", "How is a member recognised?")}
        value={textOf(who.by)}
        disabled={locked}
        hint={w("表单里要有这一项。", "The form has to ask for it.")}
        options={[
          { value: "", label: w("只凭个人链接", "By their personal link alone") },
          ...unique.map((each) => ({ value: each.key, label: nameOf(each) })),
        ]}
        onChange={(next) =>
          setting(written, ["who", "by"], next || undefined, {
            zh: "怎么认人",
            en: "Recognised by",
          })
        }
      />
      <Switch
        label={w("个人链接也认", "A personal link tells, too")}
        value={who.link !== false}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["who", "link"], next ? undefined : false, {
            zh: "个人链接",
            en: "Link",
          })
        }
      />
      <Switch
        label={w("没有这位会员就入会", "Whoever is not known becomes a member")}
        value={who.create !== false}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["who", "create"], next ? undefined : false, {
            zh: "入会",
            en: "Joining",
          })
        }
      />
      <Select
        label={w("会员已有的资料怎么办？", "What of what is known already?")}
        value={textOf(who.existing) || "fill"}
        disabled={locked}
        options={page().palette.existing.map((each) => ({ value: each.key, label: t(each.label) }))}
        onChange={(next) =>
          setting(written, ["who", "existing"], next === "fill" ? undefined : next, existing)
        }
      />
    </Questions>
  );
}
