// What people see once their answers are kept.

import { textOf, wordsOf } from "../../objects/model/reading";
import { boot } from "../../shared/boot";
import { Switch, TextField } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { w } from "../../shared/words";
import { partOf, Questions, setting, type Written } from "./FormSettings";
import { said } from "./said";

export function Thanks(written: Written) {
  const locked = !boot().may.edit;
  const thanks = partOf(written.content, "thanks");
  return (
    <Questions title={w("提交之后", "After it is sent")}>
      <WordsField
        label={w("标题", "Title")}
        value={wordsOf(thanks.title)}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["thanks", "title"], said(next), { zh: "感谢标题", en: "Thanks" })
        }
      />
      <WordsField
        label={w("文字", "Text")}
        value={wordsOf(thanks.text)}
        rows={3}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["thanks", "text"], said(next), { zh: "感谢文字", en: "Thanks" })
        }
      />
      <TextField
        label={w("或者跳到自己的网页", "Or go to a page of your own")}
        placeholder="https://"
        value={textOf(thanks.url)}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["thanks", "url"], next || undefined, { zh: "跳转", en: "Address" })
        }
      />
      <Switch
        label={w("升级了就告诉会员", "Tell members of a tier they reached by it")}
        value={thanks.tier !== false}
        disabled={locked}
        onChange={(next) =>
          setting(written, ["thanks", "tier"], next ? undefined : false, {
            zh: "告诉等级",
            en: "Tier",
          })
        }
      />
    </Questions>
  );
}
