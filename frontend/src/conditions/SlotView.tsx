// One place of an operator, drawn by its shape.

import { useMemo } from "react";

import type { Slot } from "../generated/conditions";
import type { Json } from "../shared/json";
import { Settings } from "../shared/ui/icons";
import { language, t, w } from "../shared/words";
import { presetOperand } from "./building";
import type { Source } from "./catalogue";
import styles from "./conditions.module.css";
import { useEditor } from "./editor";
import { Floating } from "./Floating";
import { LiteralInput, NumberInput, SelectInput, TextInput } from "./inputs";
import { type Sort, wanted } from "./kinds";
import { ListInput } from "./lists";
import { type Call, literal, type Part } from "./model";
import { OperandPicker } from "./OperandPicker";
import { OperandView } from "./OperandView";
import { WindowView } from "./WindowView";

export interface SlotViewProps {
  readonly slot: Slot;
  readonly index: number;
  readonly call: Call;
  readonly at: string;
  readonly source: Source;
  readonly onChange: (part: Part | null, tag?: string) => void;
}

export function SlotView({ slot, index, call, at, source, onChange }: SlotViewProps) {
  const { catalogue } = useEditor();
  const part = call.parts[index] ?? null;
  const label = t(slot.label);
  const take = (value: Part) => onChange(value, `${call.id}/${index}`);
  switch (slot.shape) {
    case "operand":
      return (
        <OperandView
          part={part}
          at={at}
          source={source}
          label={label}
          want={{ kinds: slot.accepts, records: false }}
          onChange={onChange}
        />
      );
    case "value":
    case "values":
      return (
        <ValueView
          slot={slot}
          index={index}
          call={call}
          at={at}
          source={source}
          onChange={onChange}
        />
      );
    case "number":
      if (part?.kind === "call" || part?.kind === "raw") {
        return (
          <ValueView
            slot={slot}
            index={index}
            call={call}
            at={at}
            source={source}
            onChange={onChange}
          />
        );
      }
      return (
        <span className={styles.named}>
          <span>{label}</span>
          <NumberInput
            label={label}
            value={part?.kind === "literal" && typeof part.value === "number" ? part.value : null}
            least={slot.least}
            most={slot.most}
            needed={!slot.optional}
            onChange={(value) => {
              if (value === null && slot.optional) onChange(null, `${call.id}/${index}`);
              else take(literal(value));
            }}
          />
        </span>
      );
    case "word":
      return (
        <SelectInput
          label={label}
          value={textOf(part) || String(slot.usual ?? "")}
          options={slot.words.map((each) => ({ value: each.key, label: t(each.label) }))}
          onChange={(value) => take(literal(value))}
        />
      );
    case "window":
      return (
        <WindowView
          value={part?.kind === "literal" && typeof part.value === "string" ? part.value : null}
          onChange={(value) =>
            onChange(value === null ? null : literal(value), `${call.id}/${index}`)
          }
        />
      );
    case "ladder":
      if (catalogue.palette.ladders.length < 2 && (part === null || catalogue.palette.ladder)) {
        return null;
      }
      return (
        <SelectInput
          label={label}
          value={textOf(part) || (catalogue.palette.ladder ?? "")}
          options={catalogue.palette.ladders.map((each) => ({
            value: each.key,
            label: t(each.label),
          }))}
          onChange={(value) => take(literal(value))}
        />
      );
    case "text":
    case "title":
      return (
        <TextInput
          label={label}
          value={titleOf(part)}
          needed={!slot.optional}
          onChange={(value) => take(literal(titled(part, value)))}
        />
      );
    default:
      return null;
  }
}

function textOf(part: Part | null): string {
  return part?.kind === "literal" && typeof part.value === "string" ? part.value : "";
}

/** Of a text in both languages, the place of the one that is shown. */
const SHOWN = language === "en" ? 1 : 0;

function titleOf(part: Part | null): string {
  if (part?.kind !== "literal") return "";
  return Array.isArray(part.value) ? String(part.value[SHOWN] ?? "") : textOf(part);
}

/** Changes the text that is shown; the one in the other language stays. */
function titled(part: Part | null, text: string): Json {
  if (part?.kind !== "literal" || !Array.isArray(part.value)) return text;
  return part.value.map((each: Json, n) => (n === SHOWN ? text : each));
}

/** A value beside what it is compared with: typed, chosen, or computed from something else. */
function ValueView({ slot, index, call, at, source, onChange }: SlotViewProps) {
  const { catalogue } = useEditor();
  const part = call.parts[index] ?? null;
  const { slots } = call.offer;
  const sort = useMemo(
    () => wanted(slot, call.parts, slots, catalogue, source),
    [slot, call.parts, slots, catalogue, source],
  );
  const label = t(slot.label);
  const tag = `${call.id}/${index}`;
  const kinds = slot.accepts.length > 0 ? slot.accepts : alike(sort);
  const computedHere = part?.kind === "call" || part?.kind === "raw";
  return (
    <span className={styles.value}>
      {index > 1 && slot.shape === "value" ? <span className={styles.between}>{label}</span> : null}
      {computedHere ? (
        <OperandView
          part={part}
          at={at}
          source={source}
          label={label}
          want={{ kinds, records: false }}
          onChange={onChange}
        />
      ) : slot.shape === "values" ? (
        <ListInput
          label={label}
          sort={sort}
          value={part?.kind === "literal" && Array.isArray(part.value) ? part.value : []}
          onChange={(value) => onChange(literal(value), tag)}
        />
      ) : (
        <LiteralInput
          label={label}
          sort={sort}
          value={part?.kind === "literal" ? part.value : null}
          onChange={(value) => onChange(literal(value), tag)}
        />
      )}
      {slot.shape === "values" || sort.kind === "rank" ? null : (
        <Otherwise
          sort={sort}
          kinds={kinds}
          source={source}
          isComputed={computedHere}
          onChange={onChange}
        />
      )}
    </span>
  );
}

const NUMBERS: Sort["kind"][] = ["integer", "number", "money"];

function alike({ kind }: Sort): readonly Sort["kind"][] {
  if (kind === "money") return NUMBERS;
  if (NUMBERS.includes(kind)) return NUMBERS;
  return [kind];
}

interface OtherwiseProps {
  readonly sort: Sort;
  readonly kinds: readonly Sort["kind"][];
  readonly source: Source;
  readonly isComputed: boolean;
  readonly onChange: (part: Part) => void;
}

/** Turns a typed value into a field, a parameter or a date word, and back. */
function Otherwise({ sort, kinds, source, isComputed, onChange }: OtherwiseProps) {
  const { catalogue, disabled } = useEditor();
  const presets = catalogue.palette.presets.filter((each) => each.kind === sort.kind);
  return (
    <Floating
      label={w("改用其他值", "Use another value")}
      title={w("改用字段、指标或参数", "Use a field, a metric or a parameter")}
      className={styles.otherwise ?? ""}
      disabled={disabled}
      face={<Settings size={14} aria-hidden="true" />}
    >
      {(close) => {
        const pick = (part: Part) => {
          close();
          onChange(part);
        };
        return (
          <>
            {presets.length > 0 || isComputed ? (
              <div className={styles.presets}>
                {isComputed ? (
                  <button
                    type="button"
                    className={styles.choice}
                    onClick={() => pick(literal(null))}
                  >
                    {w("固定值", "fixed value")}
                  </button>
                ) : null}
                {presets.map((each) => (
                  <button
                    key={t(each.label)}
                    type="button"
                    className={styles.choice}
                    onClick={() => pick(presetOperand(each.logic, catalogue, source))}
                  >
                    {t(each.label)}
                  </button>
                ))}
              </div>
            ) : null}
            <OperandPicker source={source} want={{ kinds, records: false }} onPick={pick} />
          </>
        );
      }}
    </Floating>
  );
}
