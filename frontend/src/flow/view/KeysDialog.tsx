// The keys of the canvas on one sheet.

import { Dialog } from "../../shared/ui/Dialog";
import { w } from "../../shared/words";
import { useHand } from "../state";
import styles from "./flow.module.css";

const KEYS: readonly (readonly [string, string, string])[] = [
  ["↑ ↓ ← →", "沿着线走到别的步骤", "Walk along the ways"],
  ["Enter", "打开设置", "Open the settings"],
  ["/  +", "在后面插入一步", "Insert a step behind"],
  ["Alt ↑  Alt ↓", "上移、下移", "Move up or down"],
  ["Delete", "删除（会问怎么删）", "Delete; asks how"],
  ["Ctrl C / X / V", "拷贝、剪切、粘贴，也能到别的自动化", "Copy, cut, paste, also into others"],
  ["Ctrl D", "复制一份", "Duplicate"],
  ["Shift ↑ ↓", "多选", "Choose several"],
  ["E", "停用或启用", "Turn off or on"],
  ["1  0  -  Z", "全部显示、回到开头、缩小、放大", "Everything, the beginning, out, in"],
  ["Ctrl Z / Ctrl Shift Z", "撤销、重做", "Undo, redo"],
  ["Esc", "关闭设置", "Close the settings"],
];

export function KeysDialog() {
  const isOpen = useHand((now) => now.keys);
  return (
    <Dialog
      open={isOpen}
      title={w("快捷键", "Keys")}
      onClose={() => useHand.setState({ keys: false })}
    >
      <dl className={styles.keys}>
        {KEYS.map(([keys, zh, en]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{w(zh, en)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
