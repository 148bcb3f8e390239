// One rule as a line: what it is about, how that is compared, and with what.

import { memo } from "react";

import { DropLine } from "../shared/dnd/DropLine";
import { Braces, Grip, Wrong } from "../shared/ui/icons";
import { t, w } from "../shared/words";
import { Blocks } from "./Blocks";
import { aboutAnother, compareBy, isBlank, nameOf, ruleAbout, ruleOverRecords } from "./building";
import type { Source } from "./catalogue";
import styles from "./conditions.module.css";
import { replace } from "./editing";
import { useEditor } from "./editor";
import { Floating } from "./Floating";
import { ItemMenu } from "./ItemMenu";
import { SelectInput } from "./inputs";
import { calledFor, fitting, sortOf } from "./kinds";
import { type Call, literal, type Part, type Raw } from "./model";
import { OperandPicker } from "./OperandPicker";
import { OperandView } from "./OperandView";
import { partAt } from "./places";
import { SlotView } from "./SlotView";
import { Standing } from "./Standing";
import { useClause, useFindings } from "./told";
import { useItem } from "./useItem";

export interface RuleViewProps {
  readonly rule: Call | Raw;
  readonly at: string;
  readonly source: Source;
}

export const RuleView = memo(function RuleView({ rule, at, source }: RuleViewProps) {
  const { element, grip, isDragged, edge, onKeyDown } = useItem(rule.id, source);
  const { disabled } = useEditor();
  return (
    <li
      ref={element}
      className={`${styles.rule} ${isDragged ? styles.dragged : ""}`}
      data-item={rule.id}
      onKeyDown={onKeyDown}
    >
      <div className={styles.line}>
        <button
          type="button"
          ref={grip}
          className={styles.grip}
          aria-label={w("移动（Alt 加方向键，或拖动）", "Move (Alt and arrows, or drag)")}
          disabled={disabled}
        >
          <Grip size={16} aria-hidden="true" />
        </button>
        {rule.kind === "raw" ? (
          <RawLine rule={rule} at={at} />
        ) : (
          <CallLine rule={rule} at={at} source={source} />
        )}
        <Standing at={at} />
        <span className={styles.spring} />
        <ItemMenu id={rule.id} isGroup={false} />
      </div>
      {rule.kind === "call" ? <Blocks call={rule} at={at} source={source} /> : null}
      <Faults at={at} />
      <DropLine edge={edge} />
    </li>
  );
});

function RawLine({ rule, at }: { readonly rule: Raw; readonly at: string }) {
  const said = useClause(at);
  const text = JSON.stringify(rule.logic);
  return (
    <span className={styles.raw} title={text}>
      <Braces size={14} aria-hidden="true" />
      <span className={styles.rawText}>{said ? t(said) : text}</span>
      <small>{w("原样保留，在 JSON 中修改", "kept as it is, edited as JSON")}</small>
    </span>
  );
}

function CallLine({ rule, at, source }: { rule: Call; at: string; source: Source }) {
  const { catalogue, apply } = useEditor();
  const { offer, parts } = rule;
  const subject = parts[offer.subject] ?? null;
  const slot = offer.slots[offer.subject];
  const change = (next: Call, tag?: string) =>
    apply((root) => replace(root, rule.id, () => next), tag);
  const setPart = (index: number) => (part: Part | null, tag?: string) =>
    change({ ...rule, parts: parts.map((each, n) => (n === index ? part : each)) }, tag);
  const about = (part: Part) => change(aboutAnother(rule, part, catalogue, source));
  // The server is the judge; what is plainly not filled in is said at once.
  const blank = isBlank(rule);
  return (
    <span className={`${styles.parts} ${blank ? styles.blank : ""}`}>
      {slot?.shape === "operand" ? (
        <OperandView
          part={subject}
          at={partAt(rule, at, offer.subject)}
          source={source}
          label={w("比较什么", "What is compared")}
          want={{ kinds: null, records: true }}
          onChange={(part, tag) => (tag ? setPart(offer.subject)(part, tag) : about(part))}
        />
      ) : (
        <Named rule={rule} source={source} onPick={about} />
      )}
      <Comparison rule={rule} source={source} onChange={change} />
      {offer.slots.map((each, index) =>
        index === offer.subject ? null : (
          <SlotView
            // biome-ignore lint/suspicious/noArrayIndexKey: Places of an operator never move.
            key={index}
            slot={each}
            index={index}
            call={rule}
            at={partAt(rule, at, index)}
            source={source}
            onChange={setPart(index)}
          />
        ),
      )}
    </span>
  );
}

/** A subject that is only named: the records of an object, or a field that has changed. */
function Named({
  rule,
  source,
  onPick,
}: {
  rule: Call;
  source: Source;
  onPick: (part: Part) => void;
}) {
  const { catalogue, disabled } = useEditor();
  const part = rule.parts[rule.offer.subject];
  const value = part?.kind === "literal" && typeof part.value === "string" ? part.value : "";
  const records = rule.offer.slots[rule.offer.subject]?.shape === "records";
  const found = records ? catalogue.source(value) : catalogue.field(source, value);
  const text = found ? t(found.label) : value;
  return (
    <Floating
      label={`${w("比较什么", "What is compared")}: ${text}`}
      className={`${styles.operand} ${found ? "" : styles.operandWrong}`}
      disabled={disabled}
      face={text}
    >
      {(close) => (
        <OperandPicker
          source={source}
          want={{ kinds: null, records: true }}
          onPick={(picked) => {
            close();
            onPick(picked);
          }}
        />
      )}
    </Floating>
  );
}

const OPPOSITE = "!";

function Comparison({
  rule,
  source,
  onChange,
}: {
  readonly rule: Call;
  readonly source: Source;
  readonly onChange: (next: Call) => void;
}) {
  const { catalogue } = useEditor();
  const subject = rule.parts[rule.offer.subject] ?? null;
  const isRecords = rule.offer.slots[rule.offer.subject]?.shape === "records";
  const isField = nameOf(subject) !== null || rule.offer.slots[0]?.shape === "name";
  const sort = isRecords ? null : sortOf(subject, catalogue, source);
  const offers = fitting(
    isRecords ? "records" : (sort ?? { kind: "text", unit: null, choices: [] }),
    catalogue,
    source,
    isField,
  );
  const all = offers.includes(rule.offer) ? offers : [rule.offer, ...offers];
  const options = all.flatMap((offer, n) => [
    { value: String(n), label: t(calledFor(offer, sort)) },
    ...(offer.negated ? [{ value: `${n}${OPPOSITE}`, label: t(offer.negated) }] : []),
  ]);
  const value = `${all.indexOf(rule.offer)}${rule.not ? OPPOSITE : ""}`;
  return (
    <SelectInput
      label={w("怎样比较", "How it is compared")}
      className={styles.comparison ?? ""}
      value={value}
      options={options}
      onChange={(next) => {
        const offer = all[Number.parseInt(next, 10)];
        if (offer) onChange(compareBy(rule, offer, next.endsWith(OPPOSITE), catalogue, source));
      }}
    />
  );
}

export function Faults({ at }: { readonly at: string }) {
  const findings = useFindings(at);
  if (findings.length === 0) return null;
  return (
    <ul className={styles.faults}>
      {findings.map((each) => (
        <li key={`${each.at} ${t(each.message)}`} data-severity={each.severity}>
          <Wrong size={14} aria-hidden="true" />
          <span>
            {t(each.message)} {each.fix ? t(each.fix) : ""}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Makes a rule about whatever was picked. */
export function ruleFrom(
  part: Part,
  catalogue: Parameters<typeof ruleAbout>[1],
  source: Source,
): Call | null {
  return part.kind === "literal" && typeof part.value === "string"
    ? ruleOverRecords(part.value, catalogue, source)
    : ruleAbout(part ?? literal(null), catalogue, source);
}
