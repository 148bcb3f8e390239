// Two people at one draft: nobody's work is overwritten without a choice.

import { Button } from "./ui/Button";
import { Dialog } from "./ui/Dialog";
import { draft, useDraft } from "./useDraft";
import styles from "./Workbench.module.css";
import { t, w } from "./words";

export function Conflict() {
  const theirs = useDraft((now) => now.theirs);
  if (!theirs) return null;
  const who = theirs.saved_by ?? w("另一位同事", "Somebody else");
  return (
    <Dialog
      open
      wide
      title={w("别人也改了这份草稿", "Somebody else changed this draft")}
      onClose={() => undefined}
      foot={
        <>
          <Button onClick={() => draft().takeTheirs()}>{w("载入对方的版本", "Load theirs")}</Button>
          <Button look="danger" onClick={() => void draft().overwrite()}>
            {w("用我的覆盖", "Overwrite with mine")}
          </Button>
        </>
      }
    >
      <p>
        {w(
          `${who} 在您编辑时保存了新版本。您的修改还在这里，没有丢失。`,
          `${who} saved while you were editing. Your changes are still here; nothing is lost.`,
        )}
      </p>
      <h3>{w("对方的版本与您的不同之处", "How theirs differs from yours")}</h3>
      <ul className={styles.differences}>
        {theirs.differences.map((each) => (
          <li key={each.zh}>{t(each)}</li>
        ))}
        {theirs.differences.length === 0 ? (
          <li>{w("内容说不出差别，可能只是写法不同。", "No difference in meaning was found.")}</li>
        ) : null}
      </ul>
      <p className="soft">
        {w(
          "载入对方的版本后，可以用“撤销”找回您的。",
          "After loading theirs, Undo brings yours back.",
        )}
      </p>
    </Dialog>
  );
}
