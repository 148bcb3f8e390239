"""Earning rules with their conditions typed: what builder and runtime both start from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property

from app.days import Moment
from app.errors import Finding
from app.expression.check import Checked, check
from app.expression.python import to_predicate, to_python
from app.expression.tree import Apply, Typed, children
from app.expression.types import Decimal, Scope, is_numeric
from app.program.budget import Budget, Of
from app.program.earning import NO_EARNING, Boost, Earning, EarningRule, Rate
from app.program.fields import FIELD_KINDS
from app.program.objects import ACTIVITY, ENTRY, MEMBER, REFUND, Object
from app.program.program import Program
from app.program.scope import expand, labels_of, scope_of, variables_of
from app.words import Words

Function = Callable[[Mapping[str, object], Moment], object | None]
OF_MEMBER = f"{MEMBER}."
NEVER_EARN = frozenset({MEMBER, ENTRY, REFUND})


def earning_scope(program: Program, object_key: str | None) -> Scope:
    """Give the fields of a record and of its member, and on which tier the member stood."""
    member = program.object(MEMBER)
    owner = Scope(variables=variables_of(member), labels=dict(labels_of(member)))
    whole = scope_of(program, object_key or MEMBER, ladder=_only(program))
    own = whole.variables if object_key else {}
    labels = {**whole.labels, MEMBER: Words("会员", "member")}
    return replace(whole, variables=own, references={MEMBER: owner}, relations={}, labels=labels)


def _only(program: Program) -> str | None:
    return program.ladders[0].key if len(program.ladders) == 1 else None


@dataclass(frozen=True, kw_only=True)
class CheckedRule:
    """A rule ready to be asked about a record."""

    rule: EarningRule
    where: Checked | None
    amount: Checked | None
    """Where it is an expression."""
    places: int = 0
    """Decimals of the field or of the expression that are kept in a whole number: 2 of money."""

    @cached_property
    def meets(self) -> Function | None:
        return None if self.where is None else to_predicate(self.where)

    @cached_property
    def worth(self) -> Function | None:
        return None if self.amount is None else to_python(self.amount)

    @property
    def conditions(self) -> Iterator[Checked]:
        yield from (each for each in (self.where, self.amount) if each is not None)


@dataclass(frozen=True, kw_only=True)
class CheckedBoost:
    boost: Boost
    where: Checked | None

    @cached_property
    def meets(self) -> Function | None:
        return None if self.where is None else to_predicate(self.where)


@dataclass(frozen=True, kw_only=True)
class CheckedEarning:
    """What is at work: rules and boosts with a mistake are left out, and found."""

    earning: Earning = NO_EARNING
    rules: tuple[CheckedRule, ...] = ()
    boosts: tuple[CheckedBoost, ...] = ()
    budgets: Mapping[str, Budget] = field(default_factory=dict)

    @cached_property
    def by_object(self) -> Mapping[str, tuple[CheckedRule, ...]]:
        found: dict[str, list[CheckedRule]] = {}
        for each in self.rules:
            if not each.rule.off:
                found.setdefault(each.rule.object, []).append(each)
        return {key: tuple(rules) for key, rules in found.items()}

    @cached_property
    def of_member(self) -> frozenset[str]:
        """The fields of the member that are read."""
        read = {name for each in self._conditions for name in each.variables}
        fields = {
            each.removeprefix(OF_MEMBER).partition(".")[0]
            for each in read
            if each.startswith(OF_MEMBER)
        }
        born = any(each.boost.when.birthday for each in self.boosts)
        return frozenset(fields | ({"birthday"} if born else set()))

    @cached_property
    def asks_tier(self) -> bool:
        return any(_asks_tier(each.tree) for each in self._conditions)

    @property
    def _conditions(self) -> Iterator[Checked]:
        for rule in self.rules:
            yield from rule.conditions
        yield from (each.where for each in self.boosts if each.where is not None)


NOTHING_EARNED = CheckedEarning()


def _asks_tier(tree: Typed) -> bool:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Apply) and node.operator == "tier":
            return True
        waiting.extend(children(node))
    return False


def check_earning(program: Program, findings: list[Finding]) -> CheckedEarning:
    """Check all rules, boosts, ceilings and budgets."""
    earning = program.earning
    if earning is NO_EARNING and not program.budgets:
        return NOTHING_EARNED
    rules = [
        _rule(program, each, f"/earning/rules/{n}", findings)
        for n, each in enumerate(earning.rules)
    ]
    boosts = [
        _boost(program, each, f"/earning/boosts/{n}", findings)
        for n, each in enumerate(earning.boosts)
    ]
    for n, ceiling in enumerate(earning.ceilings):
        findings += _currency(program, ceiling.currency, f"/earning/ceilings/{n}/currency")
    for n, budget in enumerate(program.budgets):
        if budget.of is Of.CURRENCY:
            findings += _currency(program, budget.currency, f"/budgets/{n}/currency")
    return CheckedEarning(
        earning=earning,
        rules=tuple(each for each in rules if each is not None),
        boosts=tuple(each for each in boosts if each is not None),
        budgets={each.key: each for each in program.budgets},
    )


def _rule(
    program: Program, rule: EarningRule, path: str, findings: list[Finding]
) -> CheckedRule | None:
    there = program.find_object(rule.object)
    wrong = [*_object(program, there, rule, path), *_currency(program, rule.currency, path)]
    wrong += _budget(program, rule.budget, rule.currency, f"{path}/budget")
    if there is None:
        findings += wrong
        return None
    scope = earning_scope(program, rule.object)
    where = amount = None
    places = 0
    if rule.where is not None:
        where = check(expand(rule.where, program, rule.object), scope)
        wrong += [each.under(f"{path}/where") for each in where.findings]
    if isinstance(rule.amount, Rate):
        wrong += _multiplied(there, rule, f"{path}/amount")
        places = _places(there, rule.multiplied)
    elif isinstance(rule.amount, Mapping):
        amount = check(expand(rule.amount, program, rule.object), scope, expect=None)
        wrong += [each.under(f"{path}/amount") for each in amount.findings]
        if not amount.errors and not is_numeric(amount.type):
            wrong.append(_no_number(f"{path}/amount"))
        places = amount.type.scale if isinstance(amount.type, Decimal) else 0
    findings += wrong
    broken = any(each.severity.value == "error" for each in wrong)
    return None if broken else CheckedRule(rule=rule, where=where, amount=amount, places=places)


def _object(
    program: Program, there: Object | None, rule: EarningRule, path: str
) -> Iterator[Finding]:
    known = [
        each.key
        for each in program.objects
        if each.of_member and each.occurred and each.key not in NEVER_EARN
    ]
    if rule.object not in known:
        yield _unknown(f"{path}/object", Words("能获得积分的对象", "object"), rule.object, known)
    if rule.kind is not None and there is not None and there.key != ACTIVITY:
        yield Finding.of(
            f"{path}/kind", "只有行为才分类型。", "Only activities are of different kinds."
        )


def _currency(program: Program, named: str, path: str) -> list[Finding]:
    known = [each.key for each in program.currencies]
    place = path if path.endswith("/currency") else f"{path}/currency"
    return [] if named in known else [_unknown(place, Words("币种", "currency"), named, known)]


def _budget(program: Program, named: str | None, currency: str, path: str) -> Iterator[Finding]:
    if named is None:
        return
    found = program.find_budget(named)
    if found is None or found.of is not Of.CURRENCY:
        known = [each.key for each in program.budgets if each.of is Of.CURRENCY]
        yield _unknown(path, Words("积分预算", "budget of points"), named, known)
    elif found.currency != currency:
        yield Finding.of(
            path,
            "预算和它不是同一种币种。",
            "The budget is in another currency.",
        )


def _multiplied(there: Object, rule: EarningRule, path: str) -> Iterator[Finding]:
    named = there.find_field(rule.multiplied or "")
    if named is None or not _is_number(there, named.key):
        known = [each.key for each in there.fields if _is_number(there, each.key)]
        yield _unknown(
            f"{path}/of", Words("可以按它计算的数字字段", "number field"), rule.multiplied, known
        )


def _is_number(there: Object, key: str) -> bool:
    kind = FIELD_KINDS[there.field(key).kind]
    return kind.stored is not None and is_numeric(kind.type_of(there.field(key)))


def _places(there: Object, key: str | None) -> int:
    named = there.find_field(key or "")
    found = None if named is None else FIELD_KINDS[named.kind].type_of(named)
    return found.scale if isinstance(found, Decimal) else 0


def _boost(
    program: Program, boost: Boost, path: str, findings: list[Finding]
) -> CheckedBoost | None:
    wrong = _currency(program, boost.currency, path)
    wrong += _budget(program, boost.budget, boost.currency, f"{path}/budget")
    known = [each.key for each in program.earning.rules]
    wrong += [
        _unknown(f"{path}/rules/{n}", Words("规则", "rule"), each, known)
        for n, each in enumerate(boost.rules)
        if each not in known
    ]
    where = None
    if boost.where is not None:
        where = check(expand(boost.where, program, MEMBER), earning_scope(program, None))
        wrong += [each.under(f"{path}/where") for each in where.findings]
    findings += wrong
    broken = any(each.severity.value == "error" for each in wrong)
    return None if broken else CheckedBoost(boost=boost, where=where)


def _no_number(path: str) -> Finding:
    return Finding.of(path, "算出来的应是数字。", "What this comes to should be a number.")


def _unknown(path: str, what: Words, named: str | None, known: list[str]) -> Finding:
    near = get_close_matches(named or "", known, n=1, cutoff=0.6)
    return Finding(
        path=path,
        message=Words(
            f"没有{what.zh}“{named}”。可用：{'、'.join(known) or '（还没有）'}。",
            f"There is no {what.en} {named!r}. Known: {', '.join(known) or 'none yet'}.",
        ),
        fix=Words(f"是指 {near[0]} 吗？", f"Is {near[0]!r} meant?") if near else None,
    )
