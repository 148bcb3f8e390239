"""People approve or refuse; the run goes on by what they decided."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.program.task_options import KEEPER, ROLES, SEEN, TIMES, WHAT, within
from app.words import Words

HOW = {
    "any": Words("任一人即可", "Any one of them"),
    "all": Words("全部同意", "All of them"),
    "in_turn": Words("依次审批", "One after the other"),
}
REASON = {
    "never": Words("可不填", "May be left out"),
    "refusing": Words("拒绝和退回时必填", "When refused or sent back"),
    "always": Words("总是必填", "Always"),
}
LATE = {
    "timeout": Words("走“超时”", "Leaves as too late"),
    "approved": Words("算同意", "Counts as approved"),
    "refused": Words("算拒绝", "Counts as refused"),
}


class Approval(StepKind):
    key = "approval"
    label = Words("审批", "Approval")
    icon = "stamp"
    group = Group.PEOPLE
    acts = True
    waits = True
    options = (
        *WHAT,
        Option(key="roles", label=Words("审批角色", "Roles"), widget=Widget.CHOICES, choices=ROLES),
        Option(key="users", label=Words("审批人（邮箱）", "People (e-mail)"), widget=Widget.TAGS),
        KEEPER,
        Option(
            key="how",
            label=Words("几个人怎么审", "How several decide"),
            widget=Widget.CHOICE,
            default="any",
            choices=HOW,
        ),
        Option(
            key="reason",
            label=Words("意见", "Reason"),
            widget=Widget.CHOICE,
            default="refusing",
            choices=REASON,
        ),
        *TIMES,
        Option(
            key="late",
            label=Words("一直没人审", "When nobody decides"),
            widget=Widget.CHOICE,
            default="timeout",
            choices=LATE,
        ),
        *SEEN,
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        title, when = Words.from_json(options.get("title") or ""), within(options)
        how = HOW.get(str(options.get("how") or "any"), HOW["any"])
        return Words(
            f"审批（{how.zh}{when.zh}）：{title.to('zh')}",
            f"Approval ({how.en.lower()}{when.en}): {title.to('en')}",
        )

    def ways(self, options: Options) -> dict[str, Words]:
        return {
            "approved": Words("同意", "Approved"),
            "refused": Words("拒绝", "Refused"),
            "back": Words("退回", "Sent back"),
            "timeout": Words("超时", "Too late"),
        }
