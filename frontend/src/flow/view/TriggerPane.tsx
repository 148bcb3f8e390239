// The settings of the trigger: what it is, whom it lets in, how often.

import type { TriggerKindOffered } from "../../generated/flow";
import { isObject } from "../../shared/json";
import { Select } from "../../shared/ui/fields";
import { KindIcon } from "../../shared/ui/KindIcon";
import { useDraft } from "../../shared/useDraft";
import { t, type Words, w } from "../../shared/words";
import { chooseTrigger, write } from "../actions";
import { type Choice, TRIGGER, textOf } from "../model/reading";
import { island, mayEdit, useFlow, useHand, useReading } from "../state";
import { FaultList } from "./FaultList";
import { faultsOf } from "./Faults";
import { OptionList } from "./OptionList";
import styles from "./pane.module.css";

export function TriggerPane() {
  const flow = useFlow();
  const { kinds } = island();
  const findings = useDraft((now) => now.findings);
  const sentence = useReading((now) => now.read.trigger);
  const trigger = isObject(flow.trigger) ? flow.trigger : {};
  const kind = kinds.triggers.find((each) => each.key === trigger.kind);
  const faults = faultsOf(findings, TRIGGER);
  if (!kind) {
    return (
      <div className={styles.pane}>
        <p className={styles.soft}>
          {textOf(trigger.kind)
            ? w(
                `不认识的触发“${textOf(trigger.kind)}”，请另选。`,
                `${textOf(trigger.kind)} is no known trigger; choose one.`,
              )
            : w("什么时候开始？选一种。", "When does it begin? Choose one.")}
        </p>
        <Kinds chosen={null} />
      </div>
    );
  }
  return (
    <div className={styles.pane}>
      <header className={styles.head} data-tone="trigger">
        <span className={styles.tile} aria-hidden="true">
          <KindIcon name={kind.icon} size={18} />
        </span>
        <span>
          <b>{t(kind.label)}</b>
          {sentence ? <small>{t(sentence)}</small> : null}
        </span>
      </header>
      <FaultList faults={faults.filter((each) => !each.path.startsWith("/options/"))} />
      <OptionList
        card={TRIGGER}
        declared={kind.options}
        options={isObject(trigger.options) ? trigger.options : {}}
        faults={faults}
      />
      <Entering kind={kind} />
      <details className={styles.part}>
        <summary>{w("换一种触发", "Another trigger")}</summary>
        <Kinds chosen={kind.key} />
      </details>
    </div>
  );
}

function Kinds({ chosen }: { readonly chosen: string | null }) {
  return (
    <ul className={styles.triggers}>
      {island().kinds.triggers.map((each) => (
        <li key={each.key}>
          <button
            type="button"
            className={styles.trigger}
            data-trigger={each.key}
            aria-pressed={each.key === chosen}
            disabled={!mayEdit()}
            onClick={() => {
              chooseTrigger(each);
              useHand.setState({ what: "trigger", current: TRIGGER });
            }}
          >
            <KindIcon name={each.icon} size={16} />
            {t(each.label)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Entering({ kind }: { readonly kind: TriggerKindOffered }) {
  const flow = useFlow();
  const { kinds } = island();
  return (
    <section className={styles.part}>
      <h3>{w("谁能进入", "Who goes in")}</h3>
      {kind.stands ? (
        <Chosen
          name="enrol"
          label={{ zh: "从哪些会员开始", en: "Beginning with" }}
          choices={kinds.enrol}
          value={textOf(flow.enrol)}
        />
      ) : null}
      <Chosen
        name="reentry"
        label={{ zh: "同一位会员", en: "One member" }}
        choices={kinds.reentry}
        value={textOf(flow.reentry)}
      />
      {flow.reentry === "each_period" ? (
        <Chosen
          name="period"
          label={{ zh: "周期", en: "Period" }}
          choices={kinds.period}
          value={textOf(flow.period)}
          usual="year"
        />
      ) : null}
      {kind.timed ? (
        <Chosen
          name="catch_up"
          label={{ zh: "停机错过的时间", en: "Times that were missed" }}
          choices={kinds.catch_up}
          value={textOf(flow.catch_up)}
        />
      ) : null}
    </section>
  );
}

function Chosen({
  name,
  label,
  choices,
  value,
  usual = choices[0]?.key ?? "",
}: {
  readonly name: string;
  readonly label: Words;
  readonly choices: readonly Choice[];
  readonly value: string;
  /** What holds where nothing is written; the first, unless it is another. */
  readonly usual?: string;
}) {
  return (
    <Select
      label={t(label)}
      value={value || usual}
      disabled={!mayEdit()}
      options={choices.map((each) => ({ value: each.key, label: t(each.label) }))}
      onChange={(next) => write(name, next === usual ? undefined : next, label)}
    />
  );
}
