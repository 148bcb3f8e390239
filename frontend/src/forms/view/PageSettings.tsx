// What is set on a page.

import { wordsOf } from "../../objects/model/reading";
import { boot } from "../../shared/boot";
import type { JsonObject, Path } from "../../shared/json";
import { WordsField } from "../../shared/ui/WordsField";
import type { Words } from "../../shared/words";
import { w } from "../../shared/words";
import { write } from "../actions";
import { Condition } from "./Condition";
import { said } from "./said";

const TITLE = { zh: "页标题", en: "Page title" };
const INTRO = { zh: "页开头的话", en: "Words at the beginning of the page" };
const VISIBLE = { zh: "何时显示这一页", en: "When the page is shown" };

export function PageSettings({ page, path }: { readonly page: JsonObject; readonly path: Path }) {
  const locked = !boot().may.edit;
  const words = (key: string, label: Words, rows?: number) => (
    <WordsField
      label={w(label.zh, label.en)}
      value={wordsOf(page[key])}
      disabled={locked}
      {...(rows ? { rows } : {})}
      onChange={(next) => write([...path, key], said(next), label)}
    />
  );
  return (
    <>
      {words("label", TITLE)}
      {words("intro", INTRO, 3)}
      <Condition label={VISIBLE} path={[...path, "visible"]} value={page.visible} />
    </>
  );
}
