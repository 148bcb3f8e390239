// Chooses a member to try the condition with: the rules light up by how they stand for them.

import { useId, useState } from "react";

import type { MemberFound } from "../generated/conditions";
import { Close, Members, Search } from "../shared/ui/icons";
import list from "../shared/ui/SearchList.module.css";
import { t, w } from "../shared/words";
import { canTry, useMembers } from "./asking";
import styles from "./conditions.module.css";
import { Floating } from "./Floating";

export interface TryWithProps {
  readonly member: { readonly id: string; readonly name: string } | null;
  readonly onChange: (member: { readonly id: string; readonly name: string } | null) => void;
}

export function TryWith({ member, onChange }: TryWithProps) {
  if (!canTry()) return null;
  return (
    <span className={styles.trying}>
      <Floating
        label={w("用一位会员试一试", "Try with a member")}
        className={styles.tryButton ?? ""}
        face={
          <>
            <Members size={16} aria-hidden="true" />
            {member ? member.name : w("用会员试一试", "Try with a member")}
          </>
        }
      >
        {(close) => (
          <Found
            onPick={(found) => {
              close();
              onChange({ id: found.id, name: found.name });
            }}
          />
        )}
      </Floating>
      {member ? (
        <button
          type="button"
          className={styles.stop}
          aria-label={w("不再试", "Stop trying")}
          onClick={() => onChange(null)}
        >
          <Close size={14} />
        </button>
      ) : null}
    </span>
  );
}

function Found({ onPick }: { readonly onPick: (member: MemberFound) => void }) {
  const [text, setText] = useState("");
  const { found, error } = useMembers(text);
  const id = useId();
  return (
    <div className={list.list}>
      <label className={list.search}>
        <Search size={16} aria-hidden="true" />
        <input
          className="input"
          aria-label={w("姓名、手机号或会员编号", "Name, phone or number")}
          aria-controls={id}
          placeholder={w("姓名、手机号或会员编号", "Name, phone or number")}
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {error ? <p className={list.nothing}>{error}</p> : null}
      <ul className={list.entries} id={id}>
        {(found ?? []).map((each) => (
          <li key={each.id}>
            <button type="button" className={list.entry} onClick={() => onPick(each)}>
              <span>{each.name}</span>
              <small>
                {[each.name === each.number ? "" : each.number, t(each.tier)]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {found?.length === 0 ? (
        <p className={list.nothing}>{w("没有找到会员。", "No member found.")}</p>
      ) : null}
    </div>
  );
}
