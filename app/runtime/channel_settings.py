"""What an account of a channel asks for, declared by its kind so that the page can draw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.errors import Finding
from app.words import Words

NOTHING = Words("", "")


class Ask(StrEnum):
    """How the page asks for a setting."""

    TEXT = "text"
    LINES = "lines"
    """Several lines, most of them `name=value`."""
    SECRET = "secret"  # noqa: S105  # The kind of a setting, not a secret.
    """Kept sealed, and never shown again."""
    WHOLE = "whole"
    CHOICE = "choice"
    FIELD = "field"
    """A field of the member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing that an account of a channel needs to be told."""

    key: str
    label: Words
    help: Words = NOTHING
    ask: Ask = Ask.TEXT
    required: bool = False
    default: Any = None
    choices: Mapping[str, Words] = field(default_factory=dict)
    least: int = 1
    most: int = 100_000
    kinds: tuple[str, ...] = ()
    """Kinds of member fields that will do; the first of them is what is used where none is set."""


def per_minute(usual: int) -> Setting:
    return Setting(
        key="per_minute",
        label=Words("每分钟最多发送", "At most per minute"),
        help=Words("按服务商的限制填写。", "As the provider allows."),
        ask=Ask.WHOLE,
        default=usual,
    )


def member_field(label: Words, *kinds: str, required: bool = False) -> Setting:
    return Setting(
        key="field",
        label=label,
        help=Words("", "")
        if required
        else Words(
            "不选则用第一个同类字段。", "Without a choice, the first field of this kind is used."
        ),
        ask=Ask.FIELD,
        kinds=kinds,
        required=required,
    )


def secrets_of(settings: Sequence[Setting]) -> frozenset[str]:
    return frozenset(each.key for each in settings if each.ask is Ask.SECRET)


def read_settings(
    declared: Sequence[Setting], given: Mapping[str, Any], *, kept: frozenset[str] = frozenset()
) -> tuple[dict[str, Any], list[Finding]]:
    """Read what somebody entered; a secret that is left blank keeps what is there already."""
    values: dict[str, Any] = {}
    known = {each.key for each in declared}
    findings = [
        Finding.of(f"/{key}", f"没有名为“{key}”的设置。", f"There is no setting {key!r}.")
        for key in sorted(set(given) - known)
    ]
    for each in declared:
        raw = given.get(each.key)
        text = "" if raw is None else str(raw).strip()
        if not text:
            if each.required and each.key not in kept:
                findings.append(Finding.of(f"/{each.key}", "请填写。", "Fill this in."))
            continue
        found = _read(each, text)
        if isinstance(found, Words):
            findings.append(Finding.of(f"/{each.key}", found.zh, found.en))
        else:
            values[each.key] = found
    return values, findings


def _read(declared: Setting, text: str) -> str | int | Words:
    """Give the value, or why it will not do."""
    match declared.ask:
        case Ask.WHOLE:
            if not (text.isascii() and text.isdigit()):
                return Words("请填写整数。", "Write a whole number.")
            if not declared.least <= int(text) <= declared.most:
                return Words(
                    f"请填写 {declared.least} 到 {declared.most}。",
                    f"Write {declared.least} to {declared.most}.",
                )
            return int(text)
        case Ask.CHOICE:
            if text not in declared.choices:
                return Words("请从列表中选择。", "Choose from the list.")
        case Ask.LINES:
            wrong = [line for line in text.splitlines() if line.strip() and "=" not in line]
            if wrong:
                return Words(
                    f"每行写“名称=内容”，这一行不是：{wrong[0]}",
                    f"Write name=text in each line; this one is not: {wrong[0]}",
                )
    return text


def pairs(lines: Any) -> dict[str, str]:
    """Read lines of `name=value`."""
    found = (line.partition("=") for line in str(lines or "").splitlines())
    return {name.strip(): value.strip() for name, is_pair, value in found if is_pair}
