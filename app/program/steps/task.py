"""A person does something for the member; the run waits until it is done."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.program.task_options import KEEPER, ROLES, SEEN, TIMES, USUAL_ROLE, WHAT, whose, within
from app.words import Words


class Task(StepKind):
    key = "task"
    label = Words("人工任务", "Task for a person")
    icon = "clipboard-check"
    group = Group.PEOPLE
    acts = True
    waits = True
    options = (
        *WHAT,
        Option(
            key="role",
            label=Words("谁来做（角色）", "Whose it is (role)"),
            widget=Widget.CHOICE,
            default=USUAL_ROLE,
            choices=ROLES,
        ),
        Option(
            key="user", label=Words("指定的人（邮箱）", "A person (e-mail)"), widget=Widget.TEXT
        ),
        KEEPER,
        Option(key="form", label=Words("要填的表单", "Form to fill in"), widget=Widget.FORM),
        *TIMES,
        *SEEN,
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        title = Words.from_json(options.get("title") or "")
        who, when = whose(options, naming), within(options)
        return Words(
            f"请{who.zh}{when.zh}：{title.to('zh')}", f"Ask {who.en}{when.en}: {title.to('en')}"
        )

    def ways(self, options: Options) -> dict[str, Words]:
        return {
            "done": Words("完成", "Done"),
            "not_done": Words("做不了", "Cannot be done"),
            "timeout": Words("超时", "Too late"),
        }
