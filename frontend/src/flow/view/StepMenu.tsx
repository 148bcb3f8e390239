// What can be done with a step, without dragging.

import {
  Copy,
  Cut,
  Down,
  NoteIcon,
  Off,
  Paste,
  Play,
  Plus,
  Remove,
  Up,
} from "../../shared/ui/icons";
import { type Item, Menu } from "../../shared/ui/Menu";
import { w } from "../../shared/words";
import { askRemove, moveBy, spotBeside, toggle } from "../actions";
import { copied, cut, duplicate, keptClip, paste } from "../clipboard";
import { behind } from "../model/edits";
import type { Step } from "../model/reading";
import { addNote } from "../notes";
import { graphNow, mayEdit, useHand } from "../state";

export function StepMenu({ step }: { readonly step: Step }) {
  if (!mayEdit()) return null;
  return <Menu label={w("这一步", "This step")} items={() => itemsOf(step)} />;
}

function itemsOf(step: Step): Item[] {
  const { key } = step;
  const spot = behind(graphNow(), key);
  const clip = keptClip();
  const icon = { size: 16 };
  return [
    {
      label: w("在后面插入", "Insert after"),
      icon: <Plus {...icon} />,
      keys: "/",
      disabled: spot === null,
      onSelect: () => useHand.setState({ inserting: spot }),
    },
    {
      label: w("上移", "Move up"),
      icon: <Up {...icon} />,
      keys: "Alt ↑",
      disabled: spotBeside(key, -1) === null,
      onSelect: () => moveBy(key, -1),
    },
    {
      label: w("下移", "Move down"),
      icon: <Down {...icon} />,
      keys: "Alt ↓",
      disabled: spotBeside(key, 1) === null,
      onSelect: () => moveBy(key, 1),
    },
    {
      label: w("复制一份", "Duplicate"),
      icon: <Copy {...icon} />,
      keys: "Ctrl D",
      apart: true,
      disabled: spot === null,
      onSelect: () => duplicate(key),
    },
    {
      label: w("拷贝", "Copy"),
      icon: <Copy {...icon} />,
      keys: "Ctrl C",
      onSelect: () => {
        const text = copied();
        if (text) void navigator.clipboard?.writeText(text).catch(() => undefined);
      },
    },
    {
      label: w("剪切", "Cut"),
      icon: <Cut {...icon} />,
      keys: "Ctrl X",
      onSelect: () => {
        copied();
        cut();
      },
    },
    {
      label: w("粘贴到后面", "Paste after"),
      icon: <Paste {...icon} />,
      keys: "Ctrl V",
      disabled: clip === null || spot === null,
      onSelect: () => (clip && spot ? paste(clip, spot) : undefined),
    },
    {
      label: step.off ? w("启用这一步", "Turn on") : w("停用这一步", "Turn off"),
      icon: step.off ? <Play {...icon} /> : <Off {...icon} />,
      keys: "E",
      apart: true,
      onSelect: () => toggle(key),
    },
    {
      label: w("在旁边写便签", "Add a note"),
      icon: <NoteIcon {...icon} />,
      onSelect: () => addNote(key),
    },
    {
      label: w("删除…", "Delete …"),
      icon: <Remove {...icon} />,
      keys: "Delete",
      danger: true,
      apart: true,
      onSelect: () => askRemove(key),
    },
  ];
}
