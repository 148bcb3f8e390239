// The settings of a step: its name, what its kind declares, where its ways lead.

import { Button } from "../../shared/ui/Button";
import { Select, Switch } from "../../shared/ui/fields";
import { Copy, NoteIcon, Remove } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { WordsField } from "../../shared/ui/WordsField";
import { useDraft } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { askRemove, goTo, nameAt, writeStep } from "../actions";
import { duplicate } from "../clipboard";
import { addNote } from "../notes";
import { graphNow, mayEdit, useGraph, useReading } from "../state";
import { toneOf } from "./cards";
import { FaultList } from "./FaultList";
import { faultsOf } from "./Faults";
import { OptionList } from "./OptionList";
import styles from "./pane.module.css";
import { said } from "./said";

export function StepPane({ step: key }: { readonly step: string }) {
  const graph = useGraph();
  const findings = useDraft((now) => now.findings);
  const sentence = useReading((now) => now.read.steps[key]?.sentence);
  const node = graph.nodes.get(key);
  if (!node) return <p>{w("这一步已经不在了。", "This step is not there any more.")}</p>;
  const { step, kind } = node;
  const locked = !mayEdit();
  const faults = faultsOf(findings, key);
  return (
    <div className={styles.pane}>
      <header className={styles.head} data-tone={toneOf(kind)}>
        <span className={styles.tile} aria-hidden="true">
          <KindIcon name={kind?.icon ?? "circle-help"} size={18} />
        </span>
        <span>
          <b>{kind ? t(kind.label) : step.kind}</b>
          {sentence ? <small>{t(sentence)}</small> : null}
        </span>
      </header>
      <FaultList faults={faults.filter((each) => !each.path.startsWith("/options/"))} />
      {kind ? (
        <OptionList card={key} declared={kind.options} options={step.options} faults={faults} />
      ) : (
        <p className={styles.soft}>
          {w(`不认识的步骤“${step.kind}”。`, `${step.kind} is no known kind of step.`)}
        </p>
      )}
      {node.ways.length > 0 ? (
        <section className={styles.part}>
          <h3>{w("去向", "Where it leads")}</h3>
          {node.ways.map((way) => (
            <Select
              key={way.key}
              label={t(way.label)}
              value={way.to ?? ""}
              disabled={locked}
              options={targets(key)}
              onChange={(to) => goTo({ from: key, way: way.key }, to || null)}
            />
          ))}
        </section>
      ) : null}
      <section className={styles.part}>
        <h3>{w("这一步", "This step")}</h3>
        <WordsField
          label={w("名称", "Name")}
          hint={kind ? w(`留空则叫“${kind.label.zh}”`, `Blank: ${kind.label.en}`) : undefined}
          value={step.label}
          disabled={locked}
          onChange={(next) =>
            writeStep(key, "label", said(next), { zh: "改步骤名称", en: "Name a step" })
          }
        />
        <Switch
          label={w("启用", "On")}
          hint={w("停用时会员直接走第一路。", "While it is off, members go on by its first way.")}
          value={!step.off}
          disabled={locked}
          onChange={(on) =>
            writeStep(key, "off", on ? undefined : true, {
              zh: on ? "启用步骤" : "停用步骤",
              en: on ? "Turn a step on" : "Turn a step off",
            })
          }
        />
        <p className={styles.keyed}>
          {w("标识", "Key")} <code>{key}</code>
        </p>
      </section>
      {locked ? null : (
        <footer className={styles.foot}>
          <Button icon={<Copy size={16} />} onClick={() => duplicate(key)}>
            {w("复制一份", "Duplicate")}
          </Button>
          <Button icon={<NoteIcon size={16} />} onClick={() => addNote(key)}>
            {w("便签", "Note")}
          </Button>
          <Button look="plain" icon={<Remove size={16} />} onClick={() => askRemove(key)}>
            {w("删除", "Delete")}
          </Button>
        </footer>
      )}
    </div>
  );
}

function targets(from: string) {
  const graph = graphNow();
  const steps = graph.order
    .filter((each) => each !== from)
    .map((each) => ({ value: each, label: numbered(each, graph.order) }));
  return [{ value: "", label: w("到此结束", "It ends here") }, ...steps];
}

/** Names a step; of several with one name, each says which it is. */
function numbered(key: string, order: readonly string[]): string {
  const name = nameAt(key);
  const same = order.filter((each) => nameAt(each) === name);
  return same.length > 1 ? `${name} (${same.indexOf(key) + 1})` : name;
}
