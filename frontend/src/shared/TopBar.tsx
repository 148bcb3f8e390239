// What every builder says and offers: whether it is saved, steps back, problems, publishing.

import type { ReactNode } from "react";

import { boot } from "./boot";
import { Conflict } from "./Conflict";
import { Problems } from "./Problems";
import { Saved } from "./Saved";
import { Button, IconButton } from "./ui/Button";
import { Braces, Keyboard, Past, Redo, Undo } from "./ui/icons";
import { type Item, Menu } from "./ui/Menu";
import { redoStep, undoStep } from "./undoing";
import { draft, useDraft } from "./useDraft";
import styles from "./Workbench.module.css";
import { t, type Words, w } from "./words";

export interface TopBarProps {
  readonly title: string;
  readonly onJump: (path: string) => void;
  readonly actions?: ReactNode;
  readonly onKeys: () => void;
}

export function TopBar({ title, onJump, actions, onKeys }: TopBarProps) {
  const { urls, may } = boot();
  const changes = useDraft((now) => now.changes);
  const undone = useDraft(({ history }) => history.past.at(-1)?.label ?? null);
  const redone = useDraft(({ history }) => history.future.at(-1)?.label ?? null);
  const publish = async () => {
    await draft().save();
    if (draft().now.status === "saved" && urls.publish) location.assign(urls.publish);
  };
  return (
    <>
      <header className={styles.bar}>
        <h1 className={styles.title}>{title}</h1>
        <Saved />
        <span className={styles.gap} />
        {may.edit ? (
          <>
            <IconButton
              label={named(w("撤销", "Undo"), undone)}
              disabled={!undone}
              onClick={undoStep}
            >
              <Undo size={16} />
            </IconButton>
            <IconButton
              label={named(w("重做", "Redo"), redone)}
              disabled={!redone}
              onClick={redoStep}
            >
              <Redo size={16} />
            </IconButton>
          </>
        ) : null}
        {changes > 0 && urls.publish ? (
          <a className="badge badge--warn" href={urls.publish}>
            {w(`${changes} 处未发布`, `${changes} unpublished`)}
          </a>
        ) : null}
        <Problems onJump={onJump} />
        {actions}
        <Menu items={[...elsewhere(urls), keys(onKeys)]} />
        {may.publish && urls.publish ? (
          <Button look="primary" onClick={() => void publish()}>
            {w("检查并发布", "Check and publish")}
          </Button>
        ) : null}
      </header>
      <Conflict />
    </>
  );
}

function elsewhere(urls: Readonly<Record<string, string>>): Item[] {
  const go = (address: string | undefined) => async () => {
    await draft().save();
    if (address) location.assign(address);
  };
  return [
    { label: w("版本历史", "Versions"), icon: <Past size={16} />, onSelect: go(urls.versions) },
    {
      label: w("以 JSON 查看", "View as JSON"),
      icon: <Braces size={16} />,
      onSelect: go(urls.document),
    },
  ];
}

function keys(show: () => void): Item {
  return {
    label: w("快捷键", "Shortcuts"),
    icon: <Keyboard size={16} />,
    keys: "?",
    apart: true,
    onSelect: show,
  };
}

function named(verb: string, step: Words | null): string {
  return step ? `${verb}${w("：", ": ")}${t(step)}` : verb;
}
