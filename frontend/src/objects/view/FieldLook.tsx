// What an input of each look is like: drawn, not working, for the canvas alone.

import type { ReactNode } from "react";

import type { FieldKindOffered, Look } from "../../generated/fields";
import type { Json, JsonObject } from "../../shared/json";
import { Calendar, ChevronDown, Clock, Link } from "../../shared/ui/icons";
import { t, w } from "../../shared/words";
import { choicesOf, optionsOf, textOf } from "../model/reading";
import { island } from "../state";
import styles from "./look.module.css";

export interface FieldLookProps {
  readonly field: JsonObject;
  readonly kind: FieldKindOffered | undefined;
  readonly referred: string | null;
}

/** As many choices as are drawn; more would hide the other fields. */
const MANY = 8;

export function FieldLook({ field, kind, referred }: FieldLookProps) {
  const preset = field.default;
  return (
    <span className={styles.look} aria-hidden="true">
      {drawn(kind?.look ?? "line", { field, preset, sample: sampleOf(kind), referred })}
    </span>
  );
}

/** Shows how a value is typed; what has no typical value says what it is. */
function sampleOf(kind: FieldKindOffered | undefined): string {
  return kind?.sample || t(kind?.label);
}

interface Drawn {
  readonly field: JsonObject;
  readonly preset: Json | undefined;
  readonly sample: string;
  readonly referred: string | null;
}

function drawn(look: Look, what: Drawn): ReactNode {
  const { field, preset, sample } = what;
  const options = optionsOf(field);
  switch (look) {
    case "line":
      return <Box preset={preset} sample={sample} />;
    case "paragraph":
      return <Box preset={preset} sample={w("可以换行…", "Several lines …")} tall />;
    case "number":
      return <Box preset={preset} sample={sample} after={textOf(options.unit)} />;
    case "money":
      return <Box preset={preset} sample={sample} before={island().currency} />;
    case "percent":
      return <Box preset={preset} sample={sample} after="%" />;
    case "switch":
      return <span className={styles.switch} data-on={preset === true} />;
    case "choice":
    case "tags":
      return <Chips field={field} many={look === "tags"} />;
    case "day":
      return <Box preset={preset} sample={sample} icon={<Calendar size={14} />} />;
    case "moment":
      return <Box preset={preset} sample={sample} icon={<Clock size={14} />} />;
    case "record":
      return (
        <Box
          preset={undefined}
          sample={
            what.referred
              ? w(`选择${what.referred}…`, `Choose: ${what.referred} …`)
              : w("还没说关联到哪里", "It does not say yet what it leads to")
          }
          icon={<Link size={14} />}
          open
        />
      );
    case "serial":
      return <span className={styles.computed}>{serial(options)}</span>;
    default:
      return (
        <span className={styles.computed}>
          {options.expression === undefined
            ? w("还没写怎么算", "It does not say yet how it is computed")
            : w("自动算出，不用填", "Computed; nobody types it")}
        </span>
      );
  }
}

function serial(options: JsonObject): string {
  const digits = typeof options.digits === "number" ? Math.min(options.digits, 12) : 6;
  return `${textOf(options.prefix)}${"1".padStart(digits, "0")}`;
}

interface BoxProps {
  readonly preset: Json | undefined;
  readonly sample: string;
  readonly before?: string;
  readonly after?: string;
  readonly icon?: ReactNode;
  readonly tall?: boolean;
  readonly open?: boolean;
}

function Box({ preset, sample, before, after, icon, tall, open }: BoxProps) {
  const said = preset === undefined || preset === null ? null : String(preset);
  return (
    <span className={styles.box} data-tall={tall}>
      {before ? <span className={styles.unit}>{before}</span> : null}
      <span className={styles.value} data-preset={said !== null}>
        {said ?? sample}
      </span>
      {after ? <span className={styles.unit}>{after}</span> : null}
      {icon}
      {open ? <ChevronDown size={14} /> : null}
    </span>
  );
}

function Chips({ field, many }: { readonly field: JsonObject; readonly many: boolean }) {
  const choices = choicesOf(field);
  const preset = Array.isArray(field.default) ? field.default : [field.default];
  if (choices.length === 0) {
    return (
      <Box
        preset={undefined}
        sample={many ? w("输入标签，回车分开…", "Type tags …") : w("还没有选项", "No choices yet")}
      />
    );
  }
  return (
    <span className={styles.chips}>
      {choices.slice(0, MANY).map((each, n) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: two choices may share a key while it is wrong
          key={`${each.key} ${n}`}
          className={`${styles.chip} tone-${each.color}`}
          data-preset={preset.includes(each.key)}
        >
          {t(each.label) || each.key}
        </span>
      ))}
      {choices.length > MANY ? <span className="badge">+{choices.length - MANY}</span> : null}
    </span>
  );
}
