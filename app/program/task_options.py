"""What steps for people let an operator set: whose they are, how long, and what is seen."""

from collections.abc import Mapping
from typing import Any

from app.access import Role
from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming, duration_words
from app.words import Words

DOERS = tuple(each for each in Role if each is not Role.AUDITOR)
"""Roles that tasks may be given to; auditors only read."""
ROLES = {each.value: each.label for each in DOERS}
USUAL_ROLE = Role.OPERATOR.value

WHAT = (
    Option(
        key="title",
        label=Words("要做什么", "What is to be done"),
        widget=Widget.WORDS,
        required=True,
    ),
    Option(key="text", label=Words("说明", "In more words"), widget=Widget.LONG_WORDS),
)
KEEPER = Option(
    key="keeper",
    label=Words("会员的负责人（邮箱字段）", "The member's keeper (a field with an e-mail)"),
    widget=Widget.FIELD,
    kinds=("email", "text"),
)
TIMES = (
    Option(key="due", label=Words("多久内完成", "To be done within"), widget=Widget.DURATION),
    Option(
        key="remind", label=Words("到期前多久提醒", "Remind before that"), widget=Widget.DURATION
    ),
    Option(
        key="escalate",
        label=Words("逾期后转给", "When overdue, goes to"),
        widget=Widget.CHOICE,
        choices=ROLES,
    ),
    Option(key="time", label=Words("最多等", "Waits at most"), widget=Widget.DURATION),
)
SEEN = (
    Option(key="shown", label=Words("可看的会员字段", "Fields shown"), widget=Widget.FIELDS),
    Option(
        key="edited",
        label=Words("可改的会员字段", "Fields that may be changed"),
        widget=Widget.FIELDS,
    ),
    Option(
        key="object",
        label=Words("触发它的记录", "The record that set it off"),
        widget=Widget.OBJECT,
    ),
    Option(
        key="record_shown",
        label=Words("可看的记录字段", "Its fields shown"),
        widget=Widget.FIELDS,
        of="object",
    ),
    Option(
        key="record_edited",
        label=Words("可改的记录字段", "Its fields that may be changed"),
        widget=Widget.FIELDS,
        of="object",
    ),
)


def whose(options: Mapping[str, Any], naming: Naming) -> Words:
    """Say whom a task is for."""
    role = ROLES.get(str(options.get("role") or USUAL_ROLE), ROLES[USUAL_ROLE])
    if options.get("keeper"):
        field = naming.field(options["keeper"])
        return Words(f"{field.zh}", f"whoever is in {field.en}")
    if options.get("user"):
        return Words(str(options["user"]), str(options["user"]))
    return Words(f"{role.zh}", f"the role {role.en}")


def within(options: Mapping[str, Any]) -> Words:
    """Say by when, or nothing."""
    if not options.get("due"):
        return Words("", "")
    said = duration_words(options["due"])
    return Words(f"，{said.zh}内", f", within {said.en}")
