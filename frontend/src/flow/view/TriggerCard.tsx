// The trigger, on top: what sets the automation in motion.

import { memo, useRef } from "react";

import { isObject } from "../../shared/json";
import { Zap } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { t, w } from "../../shared/words";
import { textOf } from "../model/reading";
import { island, useCounts, useFlow, useReading, useTrack } from "../state";
import styles from "./flow.module.css";
import { Card } from "./StepCard";

export const TriggerCard = memo(function TriggerCard() {
  const { trigger } = useFlow();
  const said = useReading((now) => now.read.trigger);
  const element = useRef<HTMLDivElement>(null);
  const named = isObject(trigger) ? textOf(trigger.kind) : "";
  const kind = island().kinds.triggers.find((each) => each.key === named);
  return (
    <Card
      id=""
      element={element}
      tone="trigger"
      icon={kind ? <KindIcon name={kind.icon} size={18} /> : <Zap size={18} />}
      kind={w("触发", "Trigger")}
      name={kind ? t(kind.label) : named || w("选择触发条件", "Choose a trigger")}
      sentence={
        kind ? t(said) : w("什么时候、为谁开始？点这里选择。", "When and for whom does it begin?")
      }
      empty={!kind}
      foot={<Runs />}
    />
  );
});

function Runs() {
  const track = useTrack();
  const runs = useCounts(({ counts }) => counts?.runs);
  if (track || !runs) return null;
  const all = Object.values(runs).reduce((sum, each) => sum + each, 0);
  if (all === 0) return null;
  return (
    <span className={styles.counts}>
      <span className={styles.count}>{w(`进入过 ${all} 次`, `Entered ${all} times`)}</span>
    </span>
  );
}
