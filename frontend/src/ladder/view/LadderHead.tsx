// What a ladder is called, how it works in one line, and what can be done with it.

import { useState } from "react";

import type { Finding } from "../../generated/draft";
import { boot, url } from "../../shared/boot";
import { type Json, toPointer } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Braces, Edit, LayoutList, Phone, Plus, Remove, Settings } from "../../shared/ui/icons";
import { Menu } from "../../shared/ui/Menu";
import { t, w } from "../../shared/words";
import { dropLadder } from "../actions";
import { labelOf, listAt } from "../model/reading";
import { choose, membersOf, useLadderRead } from "../state";
import styles from "./ladder.module.css";
import { Said } from "./Part";
import { Promised } from "./Promised";
import { newBlankLadder } from "./Tabs";

export interface LadderHeadProps {
  readonly place: number;
  readonly ladder: Json;
  readonly findings: readonly Finding[];
}

export function LadderHead({ place, ladder, findings }: LadderHeadProps) {
  const read = useLadderRead(ladder);
  const [promised, setPromised] = useState(false);
  const [sure, setSure] = useState(false);
  const { may } = boot();
  const name = t(labelOf(ladder));
  const members = Object.values(membersOf(ladder) ?? {}).reduce((sum, each) => sum + each, 0);
  const pointer = toPointer(["ladders", place]);
  return (
    <header className={styles.head}>
      <div className={styles.headText}>
        <h2>{name}</h2>
        <p className="soft">{read ? t(read.note) : ""}</p>
      </div>
      <div className={styles.headActions}>
        <Button icon={<Settings size={16} />} onClick={() => choose("ladder", "")}>
          {w("周期与保级", "Periods and reviews")}
        </Button>
        <Button look="plain" icon={<Phone size={16} />} onClick={() => setPromised(true)}>
          {w("会员看到的规则", "What members read")}
        </Button>
        <Menu
          items={[
            {
              label: w("改名称", "Rename"),
              icon: <Edit size={16} />,
              disabled: !may.edit,
              onSelect: () => choose("ladder", "/label"),
            },
            {
              label: w("添加等级体系", "Add a ladder"),
              icon: <Plus size={16} />,
              disabled: !may.edit,
              onSelect: newBlankLadder,
            },
            {
              label: w("参数", "Parameters"),
              icon: <LayoutList size={16} />,
              onSelect: () => location.assign(url("parameters")),
            },
            {
              label: w("看 JSON", "See the JSON"),
              icon: <Braces size={16} />,
              onSelect: () => location.assign(`${url("document")}#${pointer}`),
            },
            {
              label: w("删除体系", "Delete the ladder"),
              icon: <Remove size={16} />,
              danger: true,
              apart: true,
              disabled: !may.edit,
              onSelect: () => (members > 0 ? setSure(true) : dropLadder(place)),
            },
          ]}
        />
      </div>
      {read && read.terms.length > 0 ? (
        <dl className={styles.facts}>
          {read.terms.map((term) => (
            <div key={term.name.zh}>
              <dt>{t(term.name)}</dt>
              {term.lines.map((line) => (
                <dd key={line.zh}>{t(line)}</dd>
              ))}
            </div>
          ))}
        </dl>
      ) : null}
      <Said findings={findings} />
      <Promised ladder={ladder} open={promised} onClose={() => setPromised(false)} />
      <Dialog
        title={w(`删除“${name}”？`, `Delete ${name}?`)}
        open={sure}
        onClose={() => setSure(false)}
        foot={
          <>
            <Button onClick={() => setSure(false)}>{w("不删", "Keep it")}</Button>
            <Button
              look="danger"
              onClick={() => {
                setSure(false);
                dropLadder(place);
              }}
            >
              {w("删除", "Delete")}
            </Button>
          </>
        }
      >
        <p>
          {w(
            `现在有 ${members.toLocaleString()} 位会员在 ${listAt(ladder, ["tiers"]).length} 个等级里。发布之后，他们不再有这个体系的等级。`,
            `${members.toLocaleString()} members stand on its tiers. Once published, they have none of them.`,
          )}
        </p>
      </Dialog>
    </header>
  );
}
