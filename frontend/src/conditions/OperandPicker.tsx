// A list of all that may be compared, searched while one types and chosen by arrows and Enter.

import { useCallback } from "react";

import { SearchList } from "../shared/ui/SearchList";
import { w } from "../shared/words";
import { fieldOperand } from "./building";
import type { Catalogue, Source } from "./catalogue";
import { useEditor } from "./editor";
import { type Entry, entries, search, type Want } from "./entries";
import type { Part } from "./model";

export interface OperandPickerProps {
  readonly source: Source;
  readonly want: Want;
  readonly onPick: (part: Part) => void;
}

export function OperandPicker({ source, want, onPick }: OperandPickerProps) {
  const { catalogue } = useEditor();
  const all = entries(catalogue, source, want);
  const find = useCallback(
    (text: string) => [...search(all, text), ...named(text, catalogue)],
    [all, catalogue],
  );
  return (
    <SearchList
      label={w("搜索字段和指标", "Search fields and metrics")}
      placeholder={w("搜索字段、指标…", "Search fields, metrics…")}
      title={w("可比较的内容", "What may be compared")}
      nothing={w(
        "没有找到。换个说法，或先在对象里新建字段。",
        "Nothing found. Try other words, or add a field first.",
      )}
      find={find}
      idOf={(entry) => entry.key}
      groupOf={(entry) => entry.group}
      draw={(entry) => (
        <>
          <span>{entry.label}</span>
          {entry.note ? <small>{entry.note}</small> : null}
        </>
      )}
      onTake={(entry) => onPick(entry.make())}
    />
  );
}

/** What another system sends may be named though no example has it. */
function named(text: string, catalogue: Catalogue): readonly Entry[] {
  const path = text.trim();
  const known = catalogue.field("", path) !== undefined;
  if (catalogue.palette.place !== "body" || known || !/^[\w-]+(\.[\w-]+)*$/.test(path)) return [];
  return [
    {
      key: `path ${path}`,
      group: w("按路径", "By its path"),
      label: path,
      found: path,
      note: "",
      make: () => fieldOperand(path, catalogue) ?? { kind: "literal", value: null },
    },
  ];
}
