// What the keys of the canvas do, for the sheet that a question mark opens.

import type { Shortcut } from "../../shared/Shortcuts";

export const KEYS: readonly Shortcut[] = [
  { keys: "↑ ↓ ← →", does: { zh: "沿着线走到别的步骤", en: "Walk along the ways" } },
  { keys: "/ +", does: { zh: "在后面插入一步", en: "Insert a step behind" } },
  {
    keys: "Ctrl+F",
    does: { zh: "查找步骤：名称、类型、内容", en: "Find a step by name, kind or text" },
  },
  {
    keys: "Enter Shift+Enter",
    does: { zh: "查找时：下一个、上一个", en: "While finding: the next, the one before" },
  },
  {
    keys: "Shift+↑ Shift+↓",
    does: { zh: "扩大或缩小选择", en: "Choose more steps, or fewer" },
  },
  { keys: "Ctrl+A", does: { zh: "选择全部步骤", en: "Choose all steps" } },
  {
    keys: "Shift+Drag",
    does: { zh: "在空白处拖动：框选", en: "On empty ground: choose all in a box" },
  },
  {
    keys: "Ctrl+C Ctrl+X Ctrl+V",
    does: {
      zh: "拷贝、剪切、粘贴所选，也能到别的自动化",
      en: "Copy, cut, paste what is chosen, also into others",
    },
  },
  { keys: "Ctrl+D", does: { zh: "复制一份", en: "Duplicate" } },
  { keys: "E", does: { zh: "停用或启用所选", en: "Turn what is chosen off or on" } },
  { keys: "Delete", does: { zh: "删除（会问怎么删）", en: "Delete; asks how" } },
  {
    keys: "1 0 - Z",
    does: {
      zh: "全部显示、回到开头、缩小、放大",
      en: "Everything, the beginning, farther, nearer",
    },
  },
];
