// A list of all that may be compared, searched while one types and chosen by arrows and Enter.

import { useCallback } from "react";

import { SearchList } from "../shared/ui/SearchList";
import { w } from "../shared/words";
import type { Source } from "./catalogue";
import { useEditor } from "./editor";
import { entries, search, type Want } from "./entries";
import type { Part } from "./model";

export interface OperandPickerProps {
  readonly source: Source;
  readonly want: Want;
  readonly onPick: (part: Part) => void;
}

export function OperandPicker({ source, want, onPick }: OperandPickerProps) {
  const { catalogue } = useEditor();
  const all = entries(catalogue, source, want);
  const find = useCallback((text: string) => search(all, text), [all]);
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
