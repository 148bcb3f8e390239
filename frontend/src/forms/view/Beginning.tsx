// No form yet: what a form is for, and three to begin with.

import { objectsOf } from "../../objects/model/reading";
import { boot } from "../../shared/boot";
import { Button } from "../../shared/ui/Button";
import { useDraft } from "../../shared/useDraft";
import { t, type Words, w } from "../../shared/words";
import { newForm } from "../actions";
import { MEMBER } from "../model/reading";
import { page } from "../state";

interface Start {
  readonly label: Words;
  readonly object: string;
}

export function Beginning() {
  const document = useDraft((now) => now.document);
  const own = objectsOf(document, page().fields).find((each) => !each.given && each.ofMember);
  const starts: Start[] = [
    { label: { zh: "入会登记", en: "Join" }, object: MEMBER },
    { label: { zh: "完善资料", en: "Complete your profile" }, object: MEMBER },
    ...(own
      ? [{ label: { zh: `提交${own.label.zh}`, en: `Submit: ${own.label.en}` }, object: own.key }]
      : []),
  ];
  return (
    <div className="empty">
      <p className="empty__title">{w("还没有表单", "No form yet")}</p>
      <p className="empty__text">
        {w(
          "表单是会员在手机上填写的网页：入会、完善资料、问卷、报名。填写的内容直接成为记录，等级随之更新。",
          "A form is a page that members fill in on their phone: joining, a profile, a survey. Answers become records at once, and tiers follow.",
        )}
      </p>
      {boot().may.edit ? (
        <div className="empty__examples">
          {starts.map((each, n) => (
            <Button
              key={each.label.zh}
              {...(n === 0 ? { look: "primary" as const } : {})}
              onClick={() => newForm(each.object, each.label)}
            >
              {t(each.label)}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
