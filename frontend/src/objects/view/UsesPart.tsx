// Where a field or an object is used, with a way there.

import { useState } from "react";

import type { UsesAnswer } from "../../generated/objects";
import { openElsewhere } from "../../shared/elsewhere";
import { Button } from "../../shared/ui/Button";
import { ChevronRight, Link, Warning } from "../../shared/ui/icons";
import { t, w } from "../../shared/words";
import { useAnswer } from "../asking";
import { askFor, jump } from "../state";
import styles from "./uses.module.css";

export interface UsesPartProps {
  readonly object: string;
  readonly field?: string;
}

/** Asks only when somebody wants to know. */
export function UsesPart(props: UsesPartProps) {
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <div>
        <Button look="plain" icon={<Link size={16} />} onClick={() => setOpen(true)}>
          {w("哪里在用？", "Where is it used?")}
        </Button>
      </div>
    );
  }
  return (
    <section aria-label={w("哪里在用", "Where it is used")}>
      <Uses {...props} />
    </section>
  );
}

export function Uses({ object, field }: UsesPartProps) {
  const question = field === undefined ? { object } : { object, field };
  const { answer, problem } = useAnswer<UsesAnswer>("uses", question);
  if (problem) return <p className="field__error">{problem}</p>;
  if (!answer) return <p className="soft">{w("正在查…", "Looking …")}</p>;
  return (
    <div className={styles.answer} data-testid="uses">
      {answer.records === null ? null : <p>{counted(answer.records, field !== undefined)}</p>}
      {answer.readable ? null : (
        <p className={styles.unreadable}>
          <Warning size={16} />
          {w(
            "草稿现在读不懂，查不到哪里在用。先改好问题列表里的错误。",
            "The draft cannot be read, so nobody knows what uses it. Put its problems right first.",
          )}
        </p>
      )}
      {answer.readable && answer.uses.length === 0 ? (
        <p className="soft">
          {w("没有规则、表单或设置用到它。", "No rule, form or setting uses it.")}
        </p>
      ) : null}
      {answer.uses.length > 0 ? (
        <>
          <p>
            {w(
              `${answer.uses.length} 处在用：`,
              `Used in ${answer.uses.length} ${answer.uses.length === 1 ? "place" : "places"}:`,
            )}
          </p>
          <ul className={styles.uses}>
            {answer.uses.map((use) => (
              <li key={`${use.path} ${use.where.zh}`}>
                {use.path === "" ? (
                  <span className={styles.elsewhere}>{t(use.where)}</span>
                ) : (
                  <button type="button" onClick={() => go(use.path)}>
                    <span>{t(use.where)}</span>
                    <ChevronRight size={14} />
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

function go(path: string): void {
  askFor(null);
  if (!jump(path)) openElsewhere(path);
}

function counted(records: number, ofField: boolean): string {
  const many = records.toLocaleString("en-US");
  if (!ofField)
    return w(`共 ${many} 条记录。`, `It has ${many} ${records === 1 ? "record" : "records"}.`);
  return records === 0
    ? w("还没有记录有值。", "No record has a value yet.")
    : w(
        `${many} 条记录有值。`,
        `${many} ${records === 1 ? "record has" : "records have"} a value.`,
      );
}
