"""Where a currency of the ledger is used, so that nobody takes it away without knowing."""

import re
from collections.abc import Iterator
from typing import Any

from app.builder.checks.known_currencies import named_by
from app.builder.offer_uses import asked_in_flows
from app.builder.rules import nodes
from app.builder.uses import Use, rules
from app.program.benefits import BENEFIT_KINDS
from app.program.budget import Of
from app.program.flow_options import Widget
from app.program.objects import ENTRY
from app.program.program import Program
from app.program.reads import fields_read
from app.words import Words

_BY = "currency"
"""The field of an entry, and the option of a benefit, that names one."""
_PARTS = {
    "make_up": Words("补差", "making up"),
    "stages": Words("阶段目标", "goals on the way"),
    "pack": Words("晋升礼包", "packs on reaching a tier"),
}
"""What of a ladder names a currency, by the key that is in its place."""


def uses_of_currency(program: Program, key: str) -> tuple[Use, ...]:
    """List what gives, limits, asks for or speaks of a currency, as people meet it."""
    found = [
        *_of_earning(program, key),
        *_of_budgets(program, key),
        *_of_ladders(program, key),
        *_of_benefits(program, key),
        *asked_in_flows(program, Widget.CURRENCY, key),
        *_of_rules(program, key),
        *_of_messages(program, key),
    ]
    return tuple({each.path: each for each in found}.values())


def _of_earning(program: Program, key: str) -> Iterator[Use]:
    for n, rule in enumerate(program.earning.rules):
        if rule.currency == key:
            where = _named("积分规则", "Earning rule", rule.label)
            yield Use(path=f"/earning/rules/{n}", where=where)
    for n, boost in enumerate(program.earning.boosts):
        if boost.currency == key:
            yield Use(path=f"/earning/boosts/{n}", where=_named("加速", "Boost", boost.label))
    for n, ceiling in enumerate(program.earning.ceilings):
        if ceiling.currency == key:
            where = Words("每人总上限", "What each member may earn at most")
            yield Use(path=f"/earning/ceilings/{n}", where=where)


def _of_budgets(program: Program, key: str) -> Iterator[Use]:
    for n, budget in enumerate(program.budgets):
        if budget.of is Of.CURRENCY and budget.currency == key:
            yield Use(path=f"/budgets/{n}", where=_named("预算", "Budget", budget.label))


def _of_ladders(program: Program, key: str) -> Iterator[Use]:
    for n, ladder in enumerate(program.ladders):
        where = _named("等级体系", "Ladder", ladder.label)
        for place, named in named_by(ladder):
            if named == key:
                part = next(words for name, words in _PARTS.items() if f"/{name}/" in place)
                said = Words(f"{where.zh} · {part.zh}", f"{where.en} · {part.en}")
                yield Use(path=f"/ladders/{n}{place}", where=said)


def _of_benefits(program: Program, key: str) -> Iterator[Use]:
    for n, each in enumerate(program.benefits):
        if each.kind in BENEFIT_KINDS and each.options.get(_BY) == key:
            yield Use(path=f"/benefits/{n}", where=_named("权益", "Benefit", each.label))
    for n, ladder in enumerate(program.ladders):
        for m, tier in enumerate(ladder.tiers):
            for k, had in enumerate(tier.benefits):
                if had.options.get(_BY) == key:
                    path = f"/ladders/{n}/tiers/{m}/benefits/{k}"
                    yield Use(path=path, where=_named("等级权益", "Benefits of", tier.label))


def _of_rules(program: Program, key: str) -> Iterator[Use]:
    """Give the conditions that ask for entries of the currency."""
    for rule in rules(program):
        read = fields_read(program, rule.object, rule.content)
        if any((each.object, each.field) == (ENTRY, _BY) for each in read) and _compares(
            rule.content, key
        ):
            yield Use(path=rule.path, where=rule.where)


def _compares(rule: Any, key: str) -> bool:
    return any(
        key in _texts(arguments)
        for _, arguments in nodes(rule)
        if any(_names_currency(each) for each in arguments)
    )


def _names_currency(argument: Any) -> bool:
    given = argument.get("var") if isinstance(argument, dict) else None
    name = given[0] if isinstance(given, list) and given else given
    return isinstance(name, str) and name.rpartition(".")[2] == _BY


def _texts(arguments: list[Any]) -> Iterator[str]:
    for each in arguments:
        several = each if isinstance(each, list) else [each]
        yield from (one for one in several if isinstance(one, str))


def _of_messages(program: Program, key: str) -> Iterator[Use]:
    """Give the messages that tell a balance."""
    told = re.compile(rf"\bbalance\.{re.escape(key)}\b")
    for n, each in enumerate(program.templates):
        texts = (
            text
            for family, wording in each.texts.items()
            for part in family.parts
            for text in wording.part(part)
        )
        if any(told.search(text) for text in texts):
            yield Use(path=f"/templates/{n}", where=_named("消息", "Message", each.label))


def _named(zh: str, en: str, label: Words) -> Words:
    return Words(f"{zh}“{label.to('zh')}”", f"{en} {label.to('en')}")
