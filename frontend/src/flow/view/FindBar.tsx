// Looks for a step by its name, its kind or its text, and brings what it finds into view.

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";

import { IconButton } from "../../shared/ui/Button";
import { Close, Down, Search, Up } from "../../shared/ui/icons";
import { announce } from "../../shared/ui/toast";
import { w } from "../../shared/words";
import { nameAt } from "../actions";
import { notesOf, TRIGGER } from "../model/reading";
import { searched } from "../model/searching";
import { hand, stand, useFlow, useGraph, useHand, useReading } from "../state";
import styles from "./finding.module.css";

export function FindBar() {
  const isOpen = useHand((now) => now.finding);
  return isOpen ? <Find /> : null;
}

function Find() {
  const [text, setText] = useState("");
  const [n, setN] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const flow = useFlow();
  const graph = useGraph();
  const read = useReading((now) => now.read);
  const found = useMemo(
    () => searched(graph, read, notesOf(flow), text),
    [graph, read, flow, text],
  );
  const at = found.length === 0 ? 0 : n % found.length;
  const spotted = found[at] ?? null;
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    useHand.setState({ spotted });
    if (spotted === null) return;
    const name = spotted === TRIGGER ? w("触发条件", "Trigger") : nameAt(spotted);
    announce(w(`${name}，第 ${at + 1} 个`, `${name}, number ${at + 1}`));
  }, [spotted, at]);
  const go = (step: number) => setN((at + step + found.length) % Math.max(found.length, 1));
  const close = () => {
    useHand.setState({ finding: false, spotted: null });
    stand(spotted ?? hand().current);
  };
  const follow = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const again = event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey);
    if (event.key === "Enter" || event.key === "ArrowDown") go(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowUp") go(-1);
    else if (event.key === "Escape") close();
    else if (again) input.current?.select();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className={styles.find} data-above>
      <label className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          ref={input}
          className="input"
          type="search"
          aria-label={w("查找步骤", "Find a step")}
          placeholder={w("名称、类型或内容", "Name, kind or text")}
          value={text}
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value);
            setN(0);
          }}
          onKeyDown={follow}
        />
      </label>
      <output className={styles.tally} data-none={text !== "" && found.length === 0}>
        {text.trim() === ""
          ? ""
          : found.length === 0
            ? w("没有", "None")
            : `${at + 1} / ${found.length}`}
      </output>
      <IconButton
        label={w("上一个（Shift+Enter）", "Before (Shift+Enter)")}
        disabled={found.length === 0}
        onClick={() => go(-1)}
      >
        <Up size={16} />
      </IconButton>
      <IconButton
        label={w("下一个（Enter）", "Next (Enter)")}
        disabled={found.length === 0}
        onClick={() => go(1)}
      >
        <Down size={16} />
      </IconButton>
      <IconButton label={w("关闭（Esc）", "Close (Esc)")} onClick={close}>
        <Close size={16} />
      </IconButton>
    </search>
  );
}
