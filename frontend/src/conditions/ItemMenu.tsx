// The menu of a rule or a group: the twin of every drag and of every key.

import { Copy, Down, Layers, Left, Remove, Right, Up } from "../shared/ui/icons";
import { type Item as Entry, Menu } from "../shared/ui/Menu";
import { w } from "../shared/words";
import { Actions } from "./actions";
import { useEditor } from "./editor";

export interface ItemMenuProps {
  readonly id: string;
  readonly isGroup: boolean;
}

export function ItemMenu({ id, isGroup }: ItemMenuProps) {
  const editor = useEditor();
  if (editor.disabled) return null;
  return (
    <Menu
      label={w("更多操作", "More actions")}
      items={() => items(new Actions(editor, id), isGroup)}
    />
  );
}

function items(actions: Actions, isGroup: boolean): Entry[] {
  const first = actions.isFirst;
  return [
    {
      label: w("上移", "Move up"),
      icon: <Up size={16} />,
      keys: "Alt ↑",
      disabled: first,
      onSelect: () => actions.up(),
    },
    {
      label: w("下移", "Move down"),
      icon: <Down size={16} />,
      keys: "Alt ↓",
      disabled: actions.isLast,
      onSelect: () => actions.down(),
    },
    {
      label: w("移入上一组", "Move into the group above"),
      icon: <Right size={16} />,
      keys: "Alt →",
      disabled: first,
      onSelect: () => actions.into(),
    },
    {
      label: w("移出本组", "Move out of the group"),
      icon: <Left size={16} />,
      keys: "Alt ←",
      disabled: !actions.above,
      onSelect: () => actions.out(),
    },
    {
      label: w("放进“满足任一”组", "Put into an “any of” group"),
      icon: <Layers size={16} />,
      apart: true,
      onSelect: () => actions.wrap("any"),
    },
    {
      label: w("放进“都不满足”组", "Put into a “none of” group"),
      icon: <Layers size={16} />,
      onSelect: () => actions.wrap("none"),
    },
    ...(isGroup
      ? [
          {
            label: w("拆开这一组", "Take the group apart"),
            icon: <Layers size={16} />,
            onSelect: () => actions.unwrap(),
          },
        ]
      : []),
    {
      label: w("复制一份", "Duplicate"),
      icon: <Copy size={16} />,
      apart: true,
      keys: "Ctrl D",
      onSelect: () => actions.duplicate(),
    },
    {
      label: w("复制为 JSON", "Copy as JSON"),
      icon: <Copy size={16} />,
      keys: "Ctrl C",
      onSelect: () => void actions.copy(),
    },
    {
      label: w("删除", "Remove"),
      icon: <Remove size={16} />,
      apart: true,
      danger: true,
      keys: "Del",
      onSelect: () => actions.remove(),
    },
  ];
}
