// Whether the draft has reached the server, in words, with the time.

import { boot } from "./boot";
import type { Status } from "./draft";
import { Button } from "./ui/Button";
import { Check, Offline, Warning } from "./ui/icons";
import { draft, useDraft } from "./useDraft";
import styles from "./Workbench.module.css";
import { w } from "./words";

function said(status: Status, savedAt: string | null): string {
  switch (status) {
    case "saved":
      return savedAt
        ? w(`已保存 ${clock(savedAt)}`, `Saved ${clock(savedAt)}`)
        : w("草稿", "Draft");
    case "dirty":
    case "saving":
      return w("正在保存…", "Saving …");
    case "offline":
      return w("连不上服务器，已留在本机", "No connection; kept on this device");
    case "conflict":
      return w("别人也改了", "Somebody else changed it");
    case "refused":
      return w("没有保存", "Not saved");
  }
}

/** Gives the time of today, or the day of anything earlier. */
function clock(moment: string): string {
  const then = new Date(moment);
  if (then.toDateString() === new Date().toDateString()) {
    return then.toLocaleTimeString(w("zh-CN", "en-GB"), { hour: "2-digit", minute: "2-digit" });
  }
  return then.toLocaleDateString("sv-SE");
}

export function Saved() {
  const status = useDraft((now) => now.status);
  const savedAt = useDraft((now) => now.savedAt);
  const refusal = useDraft((now) => now.refusal);
  const kept = useDraft((now) => now.kept);
  if (!boot().may.edit) {
    return (
      <span className={styles.status}>
        {w("只读：您的角色不能修改", "Read only for your role")}
      </span>
    );
  }
  if (kept) {
    return (
      <span className={`${styles.status} ${styles.kept}`}>
        {w(
          `本机有 ${clock(new Date(kept.at).toISOString())} 未保存的修改`,
          `Work of ${clock(new Date(kept.at).toISOString())} is not saved yet`,
        )}
        <Button onClick={() => draft().restore()}>{w("恢复", "Restore")}</Button>
        <Button look="plain" onClick={() => draft().discard()}>
          {w("丢弃", "Discard")}
        </Button>
      </span>
    );
  }
  const wrong = status === "refused" || status === "conflict";
  return (
    <span className={`${styles.status} ${wrong ? styles.wrong : ""}`} role="status">
      {status === "saved" ? <Check size={14} /> : null}
      {status === "offline" ? <Offline size={14} /> : null}
      {wrong ? <Warning size={14} /> : null}
      {said(status, savedAt)}
      {refusal && status === "refused" ? <span>{refusal}</span> : null}
    </span>
  );
}
