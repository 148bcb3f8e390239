// Something the programme has, chosen by its name.

import { url } from "../../../shared/boot";
import { at, type Json } from "../../../shared/json";
import { Select } from "../../../shared/ui/fields";
import { useDraft } from "../../../shared/useDraft";
import { t, w } from "../../../shared/words";
import { nameAt } from "../../actions";
import { fieldsFor, objectsNow } from "../../model/objects";
import { objectsIn, textOf, wordsOf } from "../../model/reading";
import { graphNow, island } from "../../state";
import styles from "../pane.module.css";
import { labelOf, type WidgetProps } from "../Widget";
import { Choices } from "./Choices";
import { stringsOf } from "./strings";

interface Offered {
  readonly key: string;
  readonly label: string;
}

export function Named(props: WidgetProps) {
  const { option, value, locked, error, onChange } = props;
  const document = useDraft((now) => now.document);
  const offered = offeredFor(props, document);
  if (option.widget === "fields") {
    return (
      <Choices
        label={labelOf(option)}
        choices={offered.map(({ key, label }) => ({ key, label: { zh: label, en: label } }))}
        value={stringsOf(value)}
        error={error}
        disabled={locked}
        onChange={(next) => onChange(next.length > 0 ? next : undefined)}
      />
    );
  }
  const usual = textOf(option.default as Json);
  const first = { value: "", label: noneOf(option) };
  const chosen = textOf(value);
  const select = (
    <Select
      label={labelOf(option)}
      value={textOf(value) || usual}
      disabled={locked}
      error={error}
      {...(offered.length === 0
        ? { hint: w("草稿里还没有可选的。", "The draft has none yet.") }
        : {})}
      options={[
        ...(usual ? [] : [first]),
        ...offered.map((each) => ({ value: each.key, label: each.label })),
      ]}
      onChange={(next) => onChange(next || undefined)}
    />
  );
  if (DESIGNED.includes(option.widget) && offered.length === 0) {
    return (
      <>
        {select}
        <a className={styles.link} href={url("designs")}>
          {w("去做一个", "Make one")}
        </a>
      </>
    );
  }
  if (option.widget !== "flow" || chosen === "") return select;
  return (
    <>
      {select}
      <a className={styles.link} href={`${url("flows")}/${encodeURIComponent(chosen)}`}>
        {w("打开这个自动化", "Open this automation")}
      </a>
    </>
  );
}

/** What is made on the page of designs. */
const DESIGNED: readonly string[] = ["coupon", "benefit"];

/** What it means to choose nothing: any of a tier, none of a template. */
const ANY: readonly string[] = ["tier", "object", "ladder", "segment", "flow", "form"];

function noneOf(option: WidgetProps["option"]): string {
  if (option.required) return w("选择…", "Choose …");
  return ANY.includes(option.widget) ? w("不限", "Any") : w("不用", "None");
}

const PARTS: Readonly<Record<string, string>> = {
  ladder: "ladders",
  coupon: "coupons",
  segment: "segments",
  form: "forms",
  template: "templates",
  flow: "flows",
  benefit: "benefits",
};

function offeredFor({ option, card, options }: WidgetProps, document: Json): readonly Offered[] {
  const part = PARTS[option.widget];
  if (part) return named(at(document, [part]));
  const of = option.of === null ? "" : textOf(options[option.of]);
  switch (option.widget) {
    case "object":
      return objectsNow(document).map((each) => ({ key: each.key, label: t(each.label) }));
    case "field":
    case "fields":
      return fieldsFor(document, option.of === null ? "member" : of, option.kinds);
    case "tier":
    case "trial": {
      const ladder = objectsIn(at(document, ["ladders"])).find((each) => each.key === of);
      return named(ladder?.[option.widget === "tier" ? "tiers" : "trials"]);
    }
    case "currency":
      return island().currencies.map((each) => ({ key: each.key, label: t(each.label) }));
    case "step":
      return graphNow()
        .order.filter((each) => each !== card)
        .map((each) => ({ key: each, label: nameAt(each) }));
    default:
      return [];
  }
}

function named(value: Json | undefined): readonly Offered[] {
  return objectsIn(value).map((each) => {
    const key = textOf(each.key);
    return { key, label: t(wordsOf(each.label, key)) };
  });
}
