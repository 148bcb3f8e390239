// When, how often, with which password a form may be sent, and what keeps machines away.

import { textOf, wordsOf } from "../../objects/model/reading";
import { boot } from "../../shared/boot";
import { isObject } from "../../shared/json";
import { NumberField, Select, Switch, TextArea, TextField } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { t, w } from "../../shared/words";
import { write } from "../actions";
import { page } from "../state";
import { partOf, Questions, setting, type Written } from "./FormSettings";

export function Access(written: Written) {
  return (
    <>
      <Window {...written} />
      <Agreed {...written} />
      <Guarded {...written} />
    </>
  );
}

function Window(written: Written) {
  const locked = !boot().may.edit;
  const access = partOf(written.content, "access");
  return (
    <Questions title={w("何时可填、可填几次", "When and how often")}>
      <TextField
        label={w("从什么时候开始？", "From when?")}
        type="datetime-local"
        value={moment(textOf(access.opens))}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["access", "opens"], next || undefined, { zh: "开始时间", en: "Opens" })
        }
      />
      <TextField
        label={w("到什么时候为止？", "Until when?")}
        type="datetime-local"
        value={moment(textOf(access.closes))}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["access", "closes"], next || undefined, {
            zh: "截止时间",
            en: "Closes",
          })
        }
      />
      <NumberField
        label={w("一共收多少份？", "How many in all?")}
        hint={w("留空不限", "Blank: no limit")}
        value={typeof access.limit === "number" ? access.limit : null}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["access", "limit"], next ?? undefined, { zh: "总数", en: "Limit" })
        }
      />
      <Select
        label={w("每位会员可以填几次？", "How often may a member send it?")}
        value={textOf(access.per_member) || "unlimited"}
        disabled={locked}
        options={page().palette.per_member.map((each) => ({
          value: each.key,
          label: t(each.label),
        }))}
        onChange={(next) =>
          setting(written, ["access", "per_member"], next === "unlimited" ? undefined : next, {
            zh: "每人几次",
            en: "Per member",
          })
        }
      />
      <Switch
        label={w("要密码才能填", "A password is asked for")}
        hint={w("密码在发布后的“表单”页设置", "The password is set on the page of forms")}
        value={access.password === true}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["access", "password"], next || undefined, {
            zh: "密码",
            en: "Password",
          })
        }
      />
      <NumberField
        label={w("填了一半可以存几天？", "For how many days may half-filled answers be resumed?")}
        hint={w("0 不能存", "0: not at all")}
        value={typeof written.content.save_days === "number" ? written.content.save_days : 30}
        disabled={locked}
        onChange={(next) =>
          write(
            ["forms", written.form, "save_days"],
            next === 30 || next === null ? undefined : next,
            {
              zh: "可存几天",
              en: "Days kept",
            },
          )
        }
      />
    </Questions>
  );
}

/** Writes a day as the moment it begins, which is what the input shows. */
function moment(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text.slice(0, 16);
}

function Agreed({ form, content }: Written) {
  const locked = !boot().may.edit;
  const consent = isObject(content.consent) ? content.consent : null;
  const path = ["forms", form, "consent"];
  const label = { zh: "同意条款", en: "Consent" };
  return (
    <Questions title={w("同意条款", "Consent")}>
      <Switch
        label={w("提交前要同意一段文字", "People agree to a text before they send it")}
        value={consent !== null}
        disabled={locked}
        onChange={(next) =>
          write(
            path,
            next
              ? {
                  text: {
                    zh: "我同意保存以上信息用于会员服务。",
                    en: "You may keep this to serve me as a member.",
                  },
                }
              : undefined,
            label,
          )
        }
      />
      {consent ? (
        <>
          <WordsField
            label={w("文字", "Text")}
            value={wordsOf(consent.text)}
            rows={4}
            disabled={locked}
            onChange={(next) => write([...path, "text"], { ...next }, label)}
          />
          <Switch
            label={w("不勾选不能提交", "It cannot be sent without the tick")}
            value={consent.required !== false}
            disabled={locked}
            onChange={(next) => write([...path, "required"], next ? undefined : false, label)}
          />
          <Switch
            label={w("勾选就是同意接收营销信息", "The tick means that offers and news may be sent")}
            value={textOf(consent.purpose) === "marketing"}
            disabled={locked}
            onChange={(next) => write([...path, "purpose"], next ? "marketing" : undefined, label)}
          />
        </>
      ) : null}
    </Questions>
  );
}

function Guarded(written: Written) {
  const locked = !boot().may.edit;
  const guard = partOf(written.content, "guard");
  const { embed } = written.content;
  const origins = Array.isArray(embed) ? embed.map(String) : [];
  return (
    <Questions title={w("防机器人与嵌入", "Machines, and other sites")}>
      <NumberField
        label={w("填得比几秒还快就要确认？", "Who is faster than this is asked to confirm")}
        unit={w("秒", "s")}
        value={typeof guard.seconds === "number" ? guard.seconds : 2}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["guard", "seconds"], next ?? undefined, {
            zh: "最快几秒",
            en: "Seconds",
          })
        }
      />
      <NumberField
        label={w(
          "同一网络每小时多少份以内不必确认？",
          "So many an hour from one network need no question",
        )}
        value={typeof guard.hourly === "number" ? guard.hourly : 60}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["guard", "hourly"], next ?? undefined, { zh: "每小时", en: "An hour" })
        }
      />
      <Select
        label={w("要浏览器先算一道题？", "Does the browser work a moment first?")}
        value={textOf(guard.proof) || "auto"}
        disabled={locked}
        options={page().palette.proof.map((each) => ({ value: each.key, label: t(each.label) }))}
        onChange={(next) =>
          setting(written, ["guard", "proof"], next === "auto" ? undefined : next, {
            zh: "算题",
            en: "Proof of work",
          })
        }
      />
      <TextArea
        label={w("哪些网站可以嵌入？", "Which sites may embed it?")}
        hint={w("一行一个，如 https://shop.example", "One a line, such as https://shop.example")}
        value={origins.join("\n")}
        rows={2}
        disabled={locked}
        onChange={(next) =>
          write(
            ["forms", written.form, "embed"],
            next.trim() === "" ? undefined : next.split("\n"),
            { zh: "嵌入", en: "Embedding" },
          )
        }
      />
    </Questions>
  );
}
