// The settings of the automation itself: what it is called, where it is kept, whether it works.

import { Switch, TextField } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { useDraft } from "../../shared/useDraft";
import { w } from "../../shared/words";
import { write } from "../actions";
import { listOf, textOf, wordsOf } from "../model/reading";
import { island, mayEdit, useFlow } from "../state";
import { FaultList } from "./FaultList";
import { faultsOf } from "./Faults";
import styles from "./pane.module.css";
import { said } from "./said";
import { Tags } from "./widgets/Tags";

export function FlowPane() {
  const flow = useFlow();
  const findings = useDraft((now) => now.findings);
  const locked = !mayEdit();
  return (
    <div className={styles.pane}>
      <FaultList faults={faultsOf(findings, null)} />
      <WordsField
        label={w("名称", "Name")}
        value={wordsOf(flow.label)}
        disabled={locked}
        onChange={(next) => write("label", said(next), { zh: "改名称", en: "Rename" })}
      />
      <Switch
        label={w("启用", "Enabled")}
        hint={w(
          "停用并发布之后不再有人进入；已经在里面的照常走完。",
          "Once it is published disabled, nobody enters; those inside go on to their end.",
        )}
        value={flow.enabled !== false}
        disabled={locked}
        onChange={(on) =>
          write("enabled", on ? undefined : false, { zh: "启用或停用", en: "Enable or disable" })
        }
      />
      <TextField
        label={w("文件夹", "Folder")}
        value={textOf(flow.folder)}
        disabled={locked}
        onChange={(next) => write("folder", next || undefined, { zh: "文件夹", en: "Folder" })}
      />
      <Tags
        label={w("标签", "Tags")}
        value={listOf(flow.tags).map(String)}
        disabled={locked}
        onChange={(next) =>
          write("tags", next.length > 0 ? next : undefined, { zh: "标签", en: "Tags" })
        }
      />
      <p className={styles.keyed}>
        {w("标识", "Key")} <code>{island().key}</code>
      </p>
    </div>
  );
}
