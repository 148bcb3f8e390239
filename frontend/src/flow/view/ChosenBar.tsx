// What can be done with several steps at once, while several are chosen or are being chosen.

import { Button, IconButton } from "../../shared/ui/Button";
import { Close, Copy, Off, Remove } from "../../shared/ui/icons";
import { useWide } from "../../shared/useWide";
import { w } from "../../shared/words";
import { copyChosen, removeChosen, toggleChosen } from "../clipboard";
import { chooseAll, graphNow, mayEdit, useHand } from "../state";
import styles from "./finding.module.css";

export function ChosenBar() {
  const also = useHand((now) => now.also);
  const selecting = useHand((now) => now.selecting);
  const wide = useWide();
  if (!mayEdit() || (also.size < 2 && !selecting)) return null;
  const none = also.size === 0;
  const isOff = [...also].every((key) => graphNow().nodes.get(key)?.step.off);
  const acts = [
    { label: w("拷贝", "Copy"), icon: <Copy size={16} />, go: copyChosen },
    {
      label: isOff && !none ? w("启用", "Turn on") : w("停用", "Turn off"),
      icon: <Off size={16} />,
      go: toggleChosen,
    },
    { label: w("删除", "Delete"), icon: <Remove size={16} />, go: removeChosen },
  ];
  return (
    <div
      className={styles.chosen}
      role="toolbar"
      aria-label={w("所选的步骤", "Steps that are chosen")}
      data-above
    >
      <span className={styles.count}>
        {none
          ? w("拖一个框，或点步骤", "Draw a box, or press steps")
          : w(`已选 ${also.size} 步`, `${also.size} chosen`)}
      </span>
      {acts.map(({ label, icon, go }) =>
        wide ? (
          <Button key={label} icon={icon} disabled={none} onClick={go}>
            {label}
          </Button>
        ) : (
          <IconButton key={label} label={label} disabled={none} onClick={go}>
            {icon}
          </IconButton>
        ),
      )}
      <IconButton
        label={w("不再多选", "Stop choosing")}
        onClick={() => {
          chooseAll([]);
          useHand.setState({ selecting: false });
        }}
      >
        <Close size={16} />
      </IconButton>
    </div>
  );
}
