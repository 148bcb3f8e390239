"""What the forms about earning offer, and what the thing being written says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.builder import drafts
from app.builder.diff.earning import TOGETHER
from app.builder.earning import Part, program_of
from app.errors import Finding
from app.program.benefit import Every
from app.program.boost_codec import WEEKDAYS, read_boost
from app.program.budget import Of
from app.program.budget_codec import read_budget
from app.program.budget_words import budget_words
from app.program.checked import check_program
from app.program.checked_earning import NEVER_EARN
from app.program.earning import EVER, SPANS, Around, Rounding
from app.program.earning_codec import read_rule
from app.program.earning_words import (
    AROUND,
    KINDS,
    ROUNDINGS,
    boost_words,
    rule_words,
)
from app.program.earning_words import WEEKDAYS as DAY_NAMES
from app.program.fields import FIELD_KINDS
from app.program.objects import MEMBER, ORDER
from app.program.program import Program
from app.program.reader import Reader
from app.web.earning.model import Choice, FormPage
from app.web.frame import Here
from app.words import Words

NUMERIC = frozenset({"money", "integer", "number", "percent"})
EVERY = {
    Every.DAY: Words("每天", "Every day"),
    Every.WEEK: Words("每周", "Every week"),
    Every.MONTH: Words("每月", "Every month"),
    Every.QUARTER: Words("每季度", "Every quarter"),
    Every.YEAR: Words("每年", "Every year"),
}
SORTS = {
    Of.CURRENCY: Words("积分（规则和加速给的）", "Points, from rules and boosts"),
    Of.COUPONS: Words("优惠券", "Coupons"),
    Of.BENEFITS: Words("单独发放的权益", "Benefits granted one by one"),
}
SPAN_NAMES = tuple(
    (each, Words("总共", "In all") if each == EVER else EVERY[Every(each)]) for each in SPANS
)
VALID = (
    ("", Words("一直有效", "Always")),
    ("90d", Words("90 天", "90 days")),
    ("6mo", Words("6 个月", "6 months")),
    ("12mo", Words("12 个月（滚动）", "12 months, rolling")),
    ("24mo", Words("24 个月（滚动）", "24 months, rolling")),
    ("month", Words("到月底", "Until the end of the month")),
    ("year", Words("到年底", "Until the end of the year")),
)
_READ: Mapping[Part, Any] = {
    Part.RULE: (read_rule, rule_words),
    Part.BOOST: (read_boost, boost_words),
    Part.BUDGET: (read_budget, budget_words),
}


def form_page(
    here: Here,
    part: Part,
    key: str | None,
    values: Mapping[str, Any],
    written: Mapping[str, Any] | None,
    *,
    coming: Mapping[str, str],
    errors: Mapping[str, Words] | None = None,
    problem: Words | None = None,
) -> FormPage:
    """Show something being written; `written` is how the draft has it."""
    draft = drafts.get(here.space, here.program_id)
    program = program_of(draft.content) or Program(key="_", label=Words("", ""))
    named = part.label
    title = Words(f"新建{named.zh}", f"New {named.en.lower()}")
    if key is not None:
        title = Words(f"编辑{named.zh}", f"Edit {named.en.lower()}")
    return FormPage(
        part=part.value,
        title=title,
        url=here.url("earning.save", part=part.value, thing=key, **coming)
        if key
        else here.url("earning.add", part=part.value, **coming),
        back_url=here.url("benefits.benefits", _anchor="budgets")
        if coming
        else here.url("earning.earning"),
        values=values,
        errors=errors or {},
        problem=problem,
        choices=_choices(program, values),
        sentence=_sentence(program, part, written) if key and written else None,
        findings=_findings(program, part, key) if written else (),
        place=_place(program, part, values),
        version=str(values.get("version") or draft.version),
    )


def _place(program: Program, part: Part, values: Mapping[str, Any]) -> str | None:
    """Say what the condition speaks about: a record that earns, or the member alone."""
    if part is Part.BUDGET:
        return None
    about = str(values.get("what") or ORDER) if part is Part.RULE else MEMBER
    known = program.find_object(about) is not None
    return f"earning:{about}" if known else None


def _sentence(program: Program, part: Part, written: Mapping[str, Any]) -> Words | None:
    read, words = _READ[part]
    reader = Reader()
    found = read(reader, dict(written), "")
    said: Words | None = None if reader.findings else words(program, found)
    return said


def _findings(program: Program, part: Part, key: str | None) -> tuple[Finding, ...]:
    owner: Any = program if part is Part.BUDGET else program.earning
    keys = [each.key for each in getattr(owner, part.value)]
    if key not in keys:
        return ()
    n = keys.index(key)
    place = f"/budgets/{n}" if part is Part.BUDGET else f"/earning/{part.value}/{n}"
    return tuple(
        each for each in check_program(program).findings if each.path.startswith(f"{place}/")
    )


def _choices(program: Program, values: Mapping[str, Any]) -> dict[str, tuple[Choice, ...]]:
    objects = [
        Choice(value=each.key, label=each.label)
        for each in program.objects
        if each.of_member and each.occurred and each.key not in NEVER_EARN
    ]
    none = Choice(value="", label=Words("不用预算", "None"))
    valid = [Choice(value=value, label=label) for value, label in VALID]
    asked = str(values.get("valid") or "")
    if asked not in {each.value for each in valid}:
        valid.append(Choice(value=asked, label=Words(asked, asked)))
    return {
        "what": tuple(objects),
        "kinds": tuple(Choice(value=key, label=label) for key, label in KINDS.items()),
        "of": tuple(_numbers(program)),
        "currency": tuple(Choice(value=c.key, label=c.label) for c in program.currencies),
        "rounding": tuple(Choice(value=e.value, label=ROUNDINGS[e]) for e in Rounding),
        "valid": tuple(valid),
        "spans": tuple(Choice(value=key, label=label) for key, label in SPAN_NAMES),
        "budget": (
            none,
            *(
                Choice(value=each.key, label=each.label)
                for each in program.budgets
                if each.of is Of.CURRENCY
            ),
        ),
        "budget_of": tuple(Choice(value=each.value, label=SORTS[each]) for each in Of),
        "weekdays": tuple(Choice(value=key, label=DAY_NAMES[n]) for n, key in enumerate(WEEKDAYS)),
        "birthday": (
            Choice(value="", label=Words("与生日无关", "Not about birthdays")),
            *(Choice(value=each.value, label=AROUND[each]) for each in Around),
        ),
        "rules": tuple(Choice(value=r.key, label=r.label) for r in program.earning.rules),
        "every": (
            Choice(value="", label=Words("总共这些", "Once and for all")),
            *(Choice(value=each.value, label=EVERY[each]) for each in Every),
        ),
    }


def _numbers(program: Program) -> list[Choice]:
    """Give the fields that a rate may multiply, with the object they are of."""
    usual = Words("实付金额减退款，或行为的数值", "Net spend, or the value of an activity")
    found = [Choice(value="", label=usual)]
    seen = set()
    for designed in program.objects:
        if not designed.of_member or not designed.occurred or designed.key in NEVER_EARN:
            continue
        for each in designed.in_use:
            if each.kind in NUMERIC and FIELD_KINDS[each.kind].stored and each.key not in seen:
                seen.add(each.key)
                zh = f"{designed.label.to('zh')}·{each.label.to('zh')}"
                en = f"{designed.label.to('en')}: {each.label.to('en')}"
                found.append(Choice(value=each.key, label=Words(zh, en)))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """What holds for all rules, being written."""

    title: Words
    url: str
    back_url: str
    values: Mapping[str, Any]
    problem: Words | None
    together: tuple[Choice, ...]
    currencies: tuple[Choice, ...]
    spans: tuple[tuple[str, Words], ...]
    version: str


def settings_page(
    here: Here, given: Mapping[str, Any] | None, problem: Words | None
) -> SettingsPage:
    draft = drafts.get(here.space, here.program_id)
    program = program_of(draft.content) or Program(key="_", label=Words("", ""))
    values = dict(given or {})
    if given is None:
        values = {"together": program.earning.together.value, "most": program.earning.most or ""}
        for ceiling in program.earning.ceilings:
            values |= {f"{ceiling.currency}_{span}": n for span, n in ceiling.limits.items()}
    return SettingsPage(
        title=Words("叠加与总上限", "Stacking and ceilings"),
        url=here.url("earning.save_settings"),
        back_url=here.url("earning.earning"),
        values=values,
        problem=problem,
        together=tuple(Choice(value=key.value, label=said) for key, said in TOGETHER.items()),
        currencies=tuple(Choice(value=c.key, label=c.label) for c in program.currencies),
        spans=SPAN_NAMES,
        version=str(values.get("version") or draft.version),
    )
