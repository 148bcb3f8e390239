// What the keys do, on a sheet that a question mark opens.

import { useEffect } from "react";

import styles from "./Shortcuts.module.css";
import { Dialog } from "./ui/Dialog";
import { isTyping } from "./useShortcuts";
import { t, type Words, w } from "./words";

export interface Shortcut {
  /** Keys that are pressed together, joined by +; several ways are apart by a blank. */
  readonly keys: string;
  readonly does: Words;
}

const EVERYWHERE: readonly Shortcut[] = [
  { keys: "Ctrl+Z", does: { zh: "撤销", en: "Undo" } },
  { keys: "Ctrl+Shift+Z Ctrl+Y", does: { zh: "重做", en: "Do again" } },
  { keys: "Ctrl+S", does: { zh: "立即保存草稿", en: "Save the draft now" } },
  { keys: "Alt+↑ Alt+↓", does: { zh: "上移、下移所在项", en: "Move the item up or down" } },
  { keys: "Enter", does: { zh: "添加或打开所在项", en: "Add or open the item" } },
  { keys: "Esc", does: { zh: "取消拖动，关闭窗格", en: "Cancel a drag, close the pane" } },
  { keys: "?", does: { zh: "打开这张表", en: "Open this sheet" } },
];

/** What the keys do in a condition; most builders have some in their panes. */
const IN_CONDITIONS: readonly Shortcut[] = [
  {
    keys: "Alt+← Alt+→",
    does: { zh: "条件移出、移入一组", en: "Condition out of or into a group" },
  },
  { keys: "Ctrl+C Ctrl+V", does: { zh: "复制、粘贴条件", en: "Copy and paste a condition" } },
  { keys: "Ctrl+D", does: { zh: "再来一条相同的条件", en: "Duplicate a condition" } },
  { keys: "Delete", does: { zh: "删除条件", en: "Delete a condition" } },
];

export interface ShortcutsProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** What the keys of this builder do besides; of conditions if nothing is said. */
  readonly own?: readonly Shortcut[] | undefined;
}

export function Shortcuts({ open, onOpen, own = IN_CONDITIONS }: ShortcutsProps) {
  useEffect(() => {
    const follow = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.defaultPrevented || isTyping(event)) return;
      event.preventDefault();
      onOpen(true);
    };
    addEventListener("keydown", follow);
    return () => removeEventListener("keydown", follow);
  }, [onOpen]);
  return (
    <Dialog title={w("快捷键", "Shortcuts")} open={open} onClose={() => onOpen(false)}>
      <dl className={styles.sheet}>
        {[...own, ...EVERYWHERE].map((each) => (
          <div className={styles.line} key={each.keys}>
            <dt>
              {each.keys.split(" ").map((way) => (
                <Keys key={way} way={way} />
              ))}
            </dt>
            <dd>{t(each.does)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

function Keys({ way }: { readonly way: string }) {
  const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <span className={styles.way}>
      {way.split("+").map((key) => (
        <kbd key={key}>{apple && key === "Ctrl" ? "⌘" : key}</kbd>
      ))}
    </span>
  );
}
