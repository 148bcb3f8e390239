// A value that is computed, drawn place by place as the palette describes it.

import type { Slot } from "../generated/conditions";
import { Braces } from "../shared/ui/icons";
import { t, w } from "../shared/words";
import { nameOf } from "./building";
import type { Source } from "./catalogue";
import styles from "./conditions.module.css";
import { withPart } from "./editing";
import { useEditor } from "./editor";
import type { Want } from "./entries";
import { Floating } from "./Floating";
import { LiteralInput } from "./inputs";
import { sortOf } from "./kinds";
import { bare, type Call, literal, type Part } from "./model";
import { OperandPicker } from "./OperandPicker";
import { partAt } from "./places";
import { SlotView } from "./SlotView";
import { useClause } from "./told";

export interface OperandViewProps {
  readonly part: Part | null;
  readonly at: string;
  readonly source: Source;
  readonly label: string;
  readonly want: Want;
  readonly onChange: (part: Part, tag?: string) => void;
}

export function OperandView({ part, at, source, label, want, onChange }: OperandViewProps) {
  if (part?.kind === "call") {
    return (
      <CallView call={part} at={at} source={source} label={label} want={want} onChange={onChange} />
    );
  }
  if (part?.kind === "raw") {
    return (
      <Picked source={source} label={label} want={want} onPick={onChange}>
        <RawFace at={at} logic={part.logic} />
      </Picked>
    );
  }
  return <Fixed part={part} label={label} source={source} want={want} onChange={onChange} />;
}

/** A literal where something computed is expected: shown, and replaced by picking. */
function Fixed({ part, label, source, want, onChange }: Omit<OperandViewProps, "at">) {
  const { catalogue } = useEditor();
  const sort = sortOf(part, catalogue, source);
  const value = part?.kind === "literal" ? part.value : null;
  return (
    <span className={styles.fixed}>
      <Picked source={source} label={label} want={want} onPick={onChange}>
        {value === null ? w("选择内容…", "choose…") : w("固定值", "fixed value")}
      </Picked>
      {sort && value !== null ? (
        <LiteralInput
          label={label}
          sort={sort}
          value={value}
          onChange={(next) => onChange(literal(next), "fixed")}
        />
      ) : null}
    </span>
  );
}

function RawFace({ at, logic }: { readonly at: string; readonly logic: unknown }) {
  const said = useClause(at);
  const text = JSON.stringify(logic);
  return (
    <span className={styles.rawFace} title={text}>
      <Braces size={14} aria-hidden="true" />
      <span>{said ? t(said) : text}</span>
    </span>
  );
}

interface PickedProps {
  readonly source: Source;
  readonly label: string;
  readonly want: Want;
  readonly className?: string;
  readonly title?: string;
  readonly onPick: (part: Part) => void;
  readonly children: React.ReactNode;
}

function Picked({ source, label, want, className, title, onPick, children }: PickedProps) {
  const { disabled } = useEditor();
  return (
    <Floating
      label={label}
      className={`${styles.operand} ${className ?? ""}`}
      disabled={disabled}
      face={children}
      {...(title ? { title } : {})}
    >
      {(close) => (
        <OperandPicker
          source={source}
          want={want}
          onPick={(part) => {
            close();
            onPick(part);
          }}
        />
      )}
    </Floating>
  );
}

/** Shapes whose words stand on the button itself. */
const NAMED = new Set(["records", "record_field", "name"]);

function CallView(props: Omit<OperandViewProps, "part"> & { readonly call: Call }) {
  const { call, at, source, label, want, onChange } = props;
  const { disabled } = useEditor();
  const { slots } = call.offer;
  const faces = useFace(call, source);
  const change = (index: number) => (part: Part | null, tag?: string) =>
    onChange(withPart(call, index, part), tag);
  const inline = slots
    .map((slot, index) => ({ slot, index }))
    .filter(
      ({ slot }) => !NAMED.has(slot.shape) && slot.shape !== "condition" && slot.shape !== "parts",
    );
  const before = inline.filter(
    ({ slot, index }) => slot.shape === "window" || isFirst(slot, index),
  );
  const after = inline.filter((each) => !before.includes(each));
  const view = ({ slot, index }: { slot: Slot; index: number }) => (
    <SlotView
      key={index}
      slot={slot}
      index={index}
      call={call}
      at={partAt(call, at, index)}
      source={source}
      onChange={change(index)}
    />
  );
  return (
    <span className={styles.call}>
      {before.map(view)}
      <Picked
        source={source}
        label={`${label}: ${faces.text}`}
        want={want}
        className={faces.unknown ? (styles.operandWrong ?? "") : ""}
        title={faces.text}
        onPick={(part) => onChange(part)}
      >
        {faces.group ? <small>{faces.group}</small> : null}
        <span>{faces.text}</span>
      </Picked>
      {after.map(view)}
      {slots.map((slot, index) =>
        slot.shape === "condition" && slot.optional && call.parts[index] === null ? (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: Places of an operator never move.
            key={index}
            type="button"
            className={styles.link}
            disabled={disabled}
            onClick={() => change(index)(bare([]))}
          >
            {w("筛选", "filter")}
          </button>
        ) : null,
      )}
    </span>
  );
}

/** What is counted stands before the word for it: 生日 · 距今天数. */
function isFirst(slot: Slot, index: number): boolean {
  return index === 0 && slot.shape === "operand";
}

interface Face {
  readonly text: string;
  readonly group: string;
  readonly unknown: boolean;
}

/** What stands on the button of a value: the name of a field, or of what is done to records. */
function useFace(call: Call, source: Source): Face {
  const { catalogue } = useEditor();
  const name = nameOf(call) ?? firstName(call);
  if (name !== null) {
    const field = catalogue.field(source, name);
    const isParameter = catalogue.palette.parameters.some((each) => each.name === name);
    return {
      text: field ? t(field.label) : name,
      group: isParameter ? w("参数", "Parameter") : t(field?.group ?? null),
      unknown: field === undefined,
    };
  }
  const [slot] = call.offer.slots;
  const [first] = call.parts;
  const value = first?.kind === "literal" && typeof first.value === "string" ? first.value : "";
  if (slot?.shape === "records") {
    const records = catalogue.source(value);
    return {
      text: `${records ? t(records.label) : value} · ${t(call.offer.label)}`,
      group: "",
      unknown: !records,
    };
  }
  if (slot?.shape === "record_field") {
    const [records = "", key = ""] = value.split(".", 2);
    const field = catalogue.field(records, key);
    const owner = catalogue.source(records);
    return {
      text: `${owner ? t(owner.label) : records} · ${field ? t(field.label) : key} · ${t(call.offer.label)}`,
      group: "",
      unknown: !field,
    };
  }
  return { text: t(call.offer.label), group: "", unknown: false };
}

function firstName(call: Call): string | null {
  const [part] = call.parts;
  const named = call.offer.slots[0]?.shape === "name" && part?.kind === "literal";
  return named && typeof part.value === "string" ? part.value : null;
}
