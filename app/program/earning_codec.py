"""Earning rules as JSON: read with the place of every mistake, written the same each time."""

from typing import Any

from app.program.boost_codec import MOST_TIMES, dump_boost, read_boost
from app.program.coupon_codec import dump_validity, read_validity
from app.program.earning import (
    NO_EARNING,
    SPANS,
    Amount,
    Ceiling,
    Earning,
    EarningRule,
    Rate,
    Rounding,
    Together,
)
from app.program.earning_reading import MOST, day, dump_day, positive, spans
from app.program.objects import ORDER
from app.program.reader import Reader, said, without_empty

KEYS = "rules boosts ceilings together most"
RULE_KEYS = (
    "key label object kind where amount currency rounding limits times cooldown valid held boosted"
    " budget from until off"
)
RATE_KEYS = "give each of whole"
CEILING_KEYS = ("currency", *SPANS)
LONGEST_COOLDOWN = 525_600
LONGEST_HELD = 365


def read_earning(reader: Reader, value: Any, path: str) -> Earning:
    if value is None:
        return NO_EARNING
    content = reader.mapping(value, path)
    reader.only(content, path, KEYS)
    rules = tuple(
        read_rule(reader, each, f"{path}/rules/{n}")
        for n, each in enumerate(reader.sequence(content.get("rules"), f"{path}/rules"))
    )
    boosts = tuple(
        read_boost(reader, each, f"{path}/boosts/{n}")
        for n, each in enumerate(reader.sequence(content.get("boosts"), f"{path}/boosts"))
    )
    ceilings = tuple(
        _ceiling(reader, each, f"{path}/ceilings/{n}")
        for n, each in enumerate(reader.sequence(content.get("ceilings"), f"{path}/ceilings"))
    )
    reader.distinct(rules, f"{path}/rules")
    reader.distinct(boosts, f"{path}/boosts")
    return Earning(
        rules=rules,
        boosts=boosts,
        ceilings=ceilings,
        together=reader.one_of(
            Together, content.get("together"), f"{path}/together", Together.BEST
        ),
        most=positive(reader, content, "most", path, most=MOST_TIMES),
    )


def read_rule(reader: Reader, value: Any, path: str) -> EarningRule:
    content = reader.mapping(value, path)
    reader.only(content, path, RULE_KEYS)
    key = reader.key(content, path)
    return EarningRule(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        object=reader.text(content, "object", path) or ORDER,
        kind=reader.text(content, "kind", path),
        where=content.get("where"),
        amount=_amount(reader, content.get("amount"), f"{path}/amount"),
        currency=reader.text(content, "currency", path) or "points",
        rounding=reader.one_of(
            Rounding, content.get("rounding"), f"{path}/rounding", Rounding.DOWN
        ),
        limits=spans(reader, content.get("limits"), f"{path}/limits"),
        times=spans(reader, content.get("times"), f"{path}/times"),
        cooldown=reader.whole(content, "cooldown", path, 0, least=0, most=LONGEST_COOLDOWN),
        valid=read_validity(reader, content.get("valid"), f"{path}/valid"),
        held=reader.whole(content, "held", path, 0, least=0, most=LONGEST_HELD),
        boosted=reader.flag(content, "boosted", path, default=True),
        budget=reader.text(content, "budget", path),
        first=day(reader, content.get("from"), f"{path}/from"),
        last=day(reader, content.get("until"), f"{path}/until"),
        off=reader.flag(content, "off", path, default=False),
    )


def _amount(reader: Reader, value: Any, path: str) -> Amount:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST:
        return value
    if isinstance(value, dict) and "give" not in value and len(value) == 1:
        return value
    if not isinstance(value, dict):
        reader.wrong(
            path,
            '这里应是正整数、{"give": 1, "each": 10}，或一条 JSON-Logic 表达式。',
            'A positive whole number, {"give": 1, "each": 10}, or JSON-Logic is expected here.',
        )
        return 1
    reader.only(value, path, RATE_KEYS)
    return Rate(
        give=reader.whole(value, "give", path, 1, least=1, most=MOST),
        each=positive(reader, value, "each", path, most=MOST) or 1,
        of=reader.text(value, "of", path),
        whole=reader.flag(value, "whole", path, default=True),
    )


def _ceiling(reader: Reader, value: Any, path: str) -> Ceiling:
    content = reader.mapping(value, path)
    reader.only(content, path, " ".join(CEILING_KEYS))
    limits = {key: each for key, each in content.items() if key in SPANS}
    return Ceiling(
        currency=reader.text(content, "currency", path) or "points",
        limits=spans(reader, limits, path),
    )


def dump_earning(earning: Earning) -> dict[str, Any]:
    """Write it; what is at its default is left out."""
    return without_empty(
        {
            "rules": [dump_rule(each) for each in earning.rules],
            "boosts": [dump_boost(each) for each in earning.boosts],
            "ceilings": [
                {"currency": each.currency} | dict(each.limits) for each in earning.ceilings
            ],
            "together": None if earning.together is Together.BEST else earning.together.value,
            "most": earning.most,
        }
    )


def dump_rule(rule: EarningRule) -> dict[str, Any]:
    head = {"key": rule.key, "label": rule.label.to_json(), "object": rule.object}
    middle = {"kind": rule.kind} if rule.kind else {}
    tail = without_empty(
        {
            "currency": None if rule.currency == "points" else rule.currency,
            "rounding": None if rule.rounding is Rounding.DOWN else rule.rounding.value,
            "limits": dict(rule.limits),
            "times": dict(rule.times),
            "cooldown": rule.cooldown or None,
            "valid": dump_validity(rule.valid),
            "held": rule.held or None,
            "budget": rule.budget,
            "from": dump_day(rule.first),
            "until": dump_day(rule.last),
            "off": rule.off,
        }
    )
    if not rule.boosted:
        tail["boosted"] = False
    return head | middle | said("where", rule.where) | {"amount": _dump_amount(rule.amount)} | tail


def _dump_amount(amount: Amount) -> Any:
    if not isinstance(amount, Rate):
        return amount
    found: dict[str, Any] = {"give": amount.give, "each": amount.each}
    if amount.of:
        found["of"] = amount.of
    return found if amount.whole else found | {"whole": False}
