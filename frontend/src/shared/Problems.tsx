// What is to be said about the draft; each line leads to its place.

import { useState } from "react";

import type { Finding } from "../generated/draft";
import { Popover } from "./ui/Dialog";
import { Right as Go, Info, Warning, Wrong } from "./ui/icons";
import { useDraft } from "./useDraft";
import styles from "./Workbench.module.css";
import { t, w } from "./words";

const icons = { error: Wrong, warning: Warning, note: Info };

function counted(findings: readonly Finding[], severity: Finding["severity"]): number {
  return findings.filter((each) => each.severity === severity).length;
}

export function Problems({ onJump }: { readonly onJump: (path: string) => void }) {
  const findings = useDraft((now) => now.findings);
  const [open, setOpen] = useState(false);
  const errors = counted(findings, "error");
  const warnings = counted(findings, "warning");
  const label =
    errors > 0
      ? w(`${errors} 个问题`, errors === 1 ? "1 problem" : `${errors} problems`)
      : warnings > 0
        ? w(`${warnings} 条提醒`, warnings === 1 ? "1 warning" : `${warnings} warnings`)
        : w("没有问题", "No problems");
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={w("问题", "Problems")}
      trigger={
        <button
          type="button"
          className={`button button--plain ${errors > 0 ? styles.wrong : ""}`}
          data-testid="problems"
        >
          {errors > 0 ? (
            <Wrong size={16} />
          ) : warnings > 0 ? (
            <Warning size={16} />
          ) : (
            <Info size={16} />
          )}
          {label}
        </button>
      }
    >
      <ul className={styles.problems}>
        {findings.map((each) => {
          const Icon = icons[each.severity];
          return (
            <li key={`${each.path} ${each.message.zh}`}>
              <button
                type="button"
                className={styles.problem}
                data-severity={each.severity}
                onClick={() => {
                  setOpen(false);
                  onJump(each.path);
                }}
              >
                <Icon size={16} />
                <span>
                  {t(each.message)}
                  {each.fix ? <small>{t(each.fix)}</small> : null}
                </span>
                <Go size={14} />
              </button>
            </li>
          );
        })}
        {findings.length === 0 ? (
          <li className={styles.none}>{w("可以发布。", "Ready to publish.")}</li>
        ) : null}
      </ul>
    </Popover>
  );
}
