"""Random rules over the edge rows, well typed by construction as far as that goes."""

import random
from collections.abc import Callable
from typing import Any

from tests.expression.edge_rows import TEXTS

Rule = Any
WINDOWS = [
    "lifetime",
    "1d",
    "7d",
    "30d",
    "365d",
    "366d",
    "1mo",
    "12mo",
    "1w",
    "8w",
    "this_year",
    "last_year",
    "this_quarter",
    "this_month",
    "period",
    "tier",
    "period:main",
    "tier:main",
    "joined+1d",
    "joined+30d",
]
WHOLE_FIELDS = ["age", "count", "whole", "store.size"]
TEXT_FIELDS = ["name", "note", "fixed", "level", "store.city"]
DATE_FIELDS = ["born", "joined"]
INSTANT_FIELDS = ["seen_at", "made_at"]
NUMBER_FIELDS = ["rate", "big"]
MONEY_FIELDS = ["spent", "limit", "fine"]
BOOLEAN_FIELDS = ["agreed", "vip", "sure"]


class Writer:
    """Writes rules from one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.rows: str | None = None
        """The relation whose rows a filter is being written for."""

    def one(self, *makers: Callable[[int], Rule]) -> Callable[[int], Rule]:
        return self.chance.choice(makers)

    def rule(self) -> Rule:
        depth = self.chance.choice([1, 1, 1, 2, 2, 2, 2, 3, 3, 4])
        if self.chance.random() < 0.75:
            return self.boolean(depth)
        return self.value(depth)

    def value(self, depth: int) -> Rule:
        return self.one(
            self.whole, self.number, self.money, self.text, self.date, self.instant, self.boolean
        )(depth)

    def var(self, *names: str) -> Rule:
        return {"var": self.chance.choice(names)}

    def several(self, make: Callable[[int], Rule], depth: int, most: int = 3) -> list[Rule]:
        return [make(depth - 1) for _ in range(self.chance.randint(2, most))]

    def boolean(self, depth: int) -> Rule:
        if depth <= 0:
            return self._plain_boolean()
        options: list[Callable[[int], Rule]] = [
            self.joined,
            self.joined,
            self.negated,
            self.compared,
            self.compared,
            self.compared,
            self.equal,
            self.equal,
            self.member_of,
            self.in_text,
            self.chosen_boolean,
            self.absent,
            self.truth,
        ]
        if self.rows is None:
            options += [self.quantified, self.tagged, self.changed, self.tiered, self.ranked]
            options += [self.goal]
        return self.one(*options)(depth)

    def _plain_boolean(self) -> Rule:
        if self.rows is not None:
            return self.var("good") if self.rows == "order" else {"is_set": [{"var": "points"}]}
        if self.chance.random() < 0.1:
            return self.chance.choice([True, False])
        return self.var(*BOOLEAN_FIELDS)

    def joined(self, depth: int) -> Rule:
        return {self.chance.choice(["and", "or"]): self.several(self.boolean, depth, 4)}

    def negated(self, depth: int) -> Rule:
        if self.chance.random() < 0.3:
            return {"!": [self.value(depth - 1)]}
        return {"!": [self.boolean(depth - 1)]}

    def truth(self, depth: int) -> Rule:
        if self.chance.random() < 0.5:
            return {"!!": [self.boolean(depth - 1)]}
        return {self.chance.choice(["!!", "is_set"]): [self.value(depth - 1)]}

    def compared(self, depth: int) -> Rule:
        make = self.one(
            self.whole, self.number, self.money, self.text, self.date, self.instant, self.mixed
        )
        operator = self.chance.choice(["<", "<=", ">", ">=", "between"])
        if operator == "between" or self.chance.random() < 0.2:
            return {operator: [make(depth - 1), make(depth - 1), make(depth - 1)]}
        return {operator: [make(depth - 1), make(depth - 1)]}

    def mixed(self, depth: int) -> Rule:
        return self.one(self.whole, self.number, self.money)(depth)

    def equal(self, depth: int) -> Rule:
        make = self.one(
            self.whole, self.number, self.money, self.text, self.date, self.boolean, self.instant
        )
        operator = self.chance.choice(["==", "===", "!=", "!=="])
        right = None if self.chance.random() < 0.1 else make(depth - 1)
        return {operator: [make(depth - 1), right]}

    def member_of(self, depth: int) -> Rule:
        if self._texts() and self.chance.random() < 0.5:
            items = self.chance.sample(TEXTS, self.chance.randint(0, 3))
            listed: list[Any] = [*items, None] if self.chance.random() < 0.2 else items
            if self.chance.random() < 0.1 and self.rows is None:
                return {"in": [self.text(depth - 1), {"var": "kinds"}]}
            return {"in": [self.var(*self._texts()), listed]}
        if self.chance.random() < 0.3:
            return {"in": [self.whole(depth - 1), self.several(self.whole, depth)]}
        return {"in": [self.whole(depth - 1), [0, 1, 5, 18]]}

    def in_text(self, depth: int) -> Rule:
        operator = self.chance.choice(["in", "contains", "starts_with", "ends_with"])
        return {operator: [self.text(depth - 1), self.text(depth - 1)]}

    def chosen_boolean(self, depth: int) -> Rule:
        return self._chosen(self.boolean, depth)

    def _chosen(self, make: Callable[[int], Rule], depth: int) -> Rule:
        parts = [self.boolean(depth - 1), make(depth - 1)]
        if self.chance.random() < 0.3:
            parts += [self.boolean(depth - 1), make(depth - 1)]
        if self.chance.random() < 0.8:
            parts.append(make(depth - 1))
        return {"if": parts}

    def absent(self, depth: int) -> Rule:
        names = [*self._texts(), *self._wholes()]
        chosen = self.chance.sample(names, min(len(names), self.chance.randint(1, 3)))
        if self.chance.random() < 0.5:
            return {"!": [{"missing": chosen}]}
        return {"and": [{"missing_some": [self.chance.randint(0, 2), chosen]}]}

    def quantified(self, depth: int) -> Rule:
        operator = self.chance.choice(["some", "all", "none"])
        relation = self.chance.choice(["order", "visit"])
        return {operator: [relation, self.filter(relation, depth)]}

    def filter(self, relation: str, depth: int) -> Rule:
        self.rows = relation
        found = self.boolean(min(depth - 1, 2))
        self.rows = None
        return found

    def tagged(self, depth: int) -> Rule:
        items = self.chance.sample(["a", "b", "A", "_", "100%", "", "'", "😀"], 2)
        return self.chance.choice(
            [
                {"in": [items[0], {"var": "tags"}]},
                {"contains": [{"var": "tags"}, self.text(0)]},
                {"any_of": [{"var": "tags"}, items]},
                {"all_of": [{"var": "tags"}, items[: self.chance.randint(0, 2)]]},
                {"some": [{"var": "tags"}, {"in": [{"var": ""}, items]}]},
                {"all": [{"var": "tags"}, {"<": [{"var": ""}, items[0]]}]},
                {"none": [{"var": "tags"}, {"==": [{"var": ""}, items[0]]}]},
                {">": [{"length": [{"var": "tags"}]}, 1]},
                {"!": [{"var": "tags"}]},
            ]
        )

    def changed(self, depth: int) -> Rule:
        name = self.chance.choice(["age", "name", "agreed", "spent", "born", "seen_at", "rate"])
        if self.chance.random() < 0.5:
            return {"changed": [name]}
        return {"!=": [{"var": name}, {"before": [name]}]}

    def tiered(self, depth: int) -> Rule:
        return self.chance.choice(
            [
                {"==": [{"tier": []}, "gold"]},
                {"in": [{"tier": ["main"]}, ["silver", "Platin"]]},
                {"is_set": [{"tier": []}]},
            ]
        )

    def ranked(self, depth: int) -> Rule:
        metric = {"sum_of": [self.chance.choice(["order.amount", "visit.points"]), self.window()]}
        mode = self.chance.choice(["percent", "position"])
        operator = self.chance.choice(["<", "<=", ">", ">="])
        return {operator: [{"rank_of": [metric, mode]}, 10]}

    def goal(self, depth: int) -> Rule:
        make = self.one(self.whole, self.number, self.money, self.mixed)
        target = make(0) if self.chance.random() < 0.3 else self.chance.choice([0, 5, 100, 99.99])
        bonuses = [1, 10, 0.5, 50]
        accelerators = [
            [self.boolean(depth - 1), self.chance.choice(bonuses), *self.chance.choice([[], ["x"]])]
            for _ in range(self.chance.randint(0, 3))
        ]
        return {"goal": [make(depth - 1), target, *([accelerators] if accelerators else [])]}

    def _texts(self) -> list[str]:
        if self.rows is not None:
            return ["kind"] if self.rows == "order" else []
        return TEXT_FIELDS

    def _wholes(self) -> list[str]:
        if self.rows is not None:
            return ["qty"] if self.rows == "order" else ["points"]
        return WHOLE_FIELDS

    def text(self, depth: int) -> Rule:
        names = self._texts()
        if depth <= 0 or not names:
            if names and self.chance.random() < 0.6:
                return self.var(*names)
            return self.chance.choice(TEXTS)
        return self.one(
            lambda d: {"cat": [self.text(d - 1), self.one(self.text, self.whole)(d - 1)]},
            lambda d: {
                "substr": [
                    self.text(d - 1),
                    *[self._index(d) for _ in range(self.chance.randint(1, 2))],
                ]
            },
            lambda d: self._chosen(self.text, d),
            lambda d: {"coalesce": self.several(self.text, d)},
            lambda d: (
                {"var": [self.chance.choice(names), self.chance.choice(TEXTS)]}
                if names != TEXT_FIELDS
                else {"var": ["name", self.chance.choice(TEXTS)]}
            ),
            lambda d: self.text(0),
        )(depth)

    def _index(self, depth: int) -> Rule:
        if self.chance.random() < 0.2:
            return self.whole(depth - 1)
        return self.chance.choice([0, 1, 2, 3, -1, -2, -3, 10, -10])

    def whole(self, depth: int) -> Rule:
        if depth <= 0:
            if self.chance.random() < 0.4:
                return self.chance.choice([0, 1, -1, 2, 3, 5, 18, 100, 2**53, -(2**53), 10**12])
            return self.var(*self._wholes())
        options: list[Callable[[int], Rule]] = [
            lambda d: {"+": self.several(self.whole, d)},
            lambda d: {"-": self.several(self.whole, d, 2)},
            lambda d: {"-": [self.whole(d - 1)]},
            lambda d: {"*": self.several(self.whole, d)},
            lambda d: {"%": self.several(self.whole, d, 2)},
            lambda d: {self.chance.choice(["min", "max"]): self.several(self.whole, d)},
            lambda d: self._chosen(self.whole, d),
            lambda d: {"coalesce": self.several(self.whole, d)},
            lambda d: {"length": [self.text(d - 1)]},
            self.date_whole,
            lambda d: self.whole(0),
        ]
        if self.rows is None:
            options += [self.rolled, self.rolled]
        return self.one(*options)(depth)

    def date_whole(self, depth: int) -> Rule:
        part = self.chance.choice(["year", "quarter", "month", "day", "weekday", "day_of_year"])
        unit = self.chance.choice(["day", "week", "month", "year"])
        day = self.one(self.date, self.date, self.plain_instant)
        return self.chance.choice(
            [
                {"days_since": [day(depth - 1)]},
                {"days_until": [day(depth - 1)]},
                {"date_part": [day(depth - 1), part]},
                {"date_diff": [self.date(depth - 1), self.date(depth - 1), unit]},
                {
                    "date_diff": [
                        self.instant(depth - 1),
                        self.instant(depth - 1),
                        self.chance.choice(["hour", "minute"]),
                    ]
                },
            ]
        )

    def plain_instant(self, depth: int) -> Rule:
        return self.instant(0)

    def window(self) -> str:
        return self.chance.choice(WINDOWS)

    def rolled(self, depth: int) -> Rule:
        relation = self.chance.choice(["order", "visit"])
        filters = [self.filter(relation, depth)] if self.chance.random() < 0.4 else []
        whole = "order.qty" if relation == "order" else "visit.points"
        mode, unit = (
            self.chance.choice(["current", "best"]),
            self.chance.choice(["day", "week", "month"]),
        )
        return self.chance.choice(
            [
                {"count_of": [relation, self.window(), *filters]},
                {"days_of": [relation, self.window(), *filters]},
                {"capped_of": [relation, self.chance.choice([1, 2, 3]), self.window(), *filters]},
                {"streak_of": [relation, mode, unit, *filters]},
                {"streak_of": [relation, mode, unit, *filters]},
                {
                    self.chance.choice(["sum_of", "min_of", "max_of", "first_of", "last_of"]): [
                        whole,
                        self.window(),
                        *filters,
                    ]
                },
            ]
        )

    def number(self, depth: int) -> Rule:
        if depth <= 0:
            if self.rows is not None:
                return self.var("rate") if self.rows == "order" else 0.5
            if self.chance.random() < 0.3:
                return self.chance.choice([0.1, 0.5, 2.5, -1.5, 1e-9, 1e12, 3])
            return self.var(*NUMBER_FIELDS)
        options: list[Callable[[int], Rule]] = [
            lambda d: {"/": [self.mixed(d - 1), self.mixed(d - 1)]},
            lambda d: {"/": [self.mixed(d - 1), self.mixed(d - 1)]},
            lambda d: {"+": [self.number(d - 1), self.mixed(d - 1)]},
            lambda d: {"-": [self.mixed(d - 1), self.number(d - 1)]},
            lambda d: {"*": [self.number(d - 1), self.mixed(d - 1)]},
            lambda d: {"round": [self.number(d - 1), self.chance.randint(0, 3)]},
            lambda d: {self.chance.choice(["min", "max"]): self.several(self.mixed, d)},
            lambda d: self._chosen(self.number, d),
            lambda d: self.number(0),
        ]
        if self.rows is None:
            options += [
                lambda d: {"avg_of": [self.chance.choice(["order.amount", "order.qty"])]},
                lambda d: {"avg_of": ["visit.points", self.window()]},
                lambda d: {
                    self.chance.choice(["min_of", "last_of"]): ["order.rate", self.window()]
                },
                lambda d: {"score": [[self.mixed(d - 1), 60, 100], [self.mixed(d - 1), 40.5, 3]]},
            ]
        return self.one(*options)(depth)

    def money(self, depth: int) -> Rule:
        if depth <= 0:
            if self.rows is not None:
                return self.var("amount") if self.rows == "order" else 3
            if self.chance.random() < 0.2:
                return self.chance.choice([0, 100, 99, 3000, -1])
            return self.var(*MONEY_FIELDS)
        options: list[Callable[[int], Rule]] = [
            lambda d: {"+": self.several(self.money, d)},
            lambda d: {"-": self.several(self.money, d, 2)},
            lambda d: {"*": [self.money(d - 1), self.chance.choice([2, 0.1, 0.05, -1.5, 0.333])]},
            lambda d: {"*": [self.money(d - 1), self.one(self.money, self.whole)(d - 1)]},
            lambda d: {"%": self.several(self.money, d, 2)},
            lambda d: {"round": [self.money(d - 1), self.chance.randint(0, 2)]},
            lambda d: {self.chance.choice(["min", "max"]): self.several(self.money, d)},
            lambda d: self._chosen(self.money, d),
            lambda d: {"var": [self.chance.choice(MONEY_FIELDS), 5]} if not self.rows else 5,
            lambda d: self.money(0),
        ]
        if self.rows is None:
            options += [
                lambda d: {
                    self.chance.choice(["sum_of", "min_of", "max_of", "first_of", "last_of"]): [
                        "order.amount",
                        self.window(),
                    ]
                }
            ]
        return self.one(*options)(depth)

    def date(self, depth: int) -> Rule:
        if depth <= 0:
            if self.rows is not None:
                return self.var("day") if self.rows == "visit" else {"today": []}
            if self.chance.random() < 0.2:
                return {"today": []}
            return self.var(*DATE_FIELDS)
        options: list[Callable[[int], Rule]] = [
            lambda d: {
                "date_add": [
                    self.date(d - 1),
                    self._step(d),
                    self.chance.choice(["day", "week", "month", "year"]),
                ]
            },
            lambda d: {"anniversary": [self.date(d - 1)]},
            lambda d: {self.chance.choice(["min", "max"]): self.several(self.date, d)},
            lambda d: self._chosen(self.date, d),
            lambda d: {"coalesce": self.several(self.date, d)},
            lambda d: self.date(0),
        ]
        if self.rows is None:
            options.append(lambda d: {"max_of": ["visit.day", self.window()]})
        return self.one(*options)(depth)

    def _step(self, depth: int) -> Rule:
        if self.chance.random() < 0.2:
            return self.whole(depth - 1)
        return self.chance.choice([0, 1, -1, 12, 30, -30, 365, 1200, -24000, 10**7])

    def instant(self, depth: int) -> Rule:
        if depth <= 0 or self.rows is not None:
            if self.rows is not None:
                return self.var("paid_at") if self.rows == "order" else {"now": []}
            return {"now": []} if self.chance.random() < 0.2 else self.var(*INSTANT_FIELDS)
        return self.one(
            lambda d: {"date_add": [self.instant(d - 1), self._step(d), "hour"]},
            lambda d: {"max": self.several(self.instant, d)},
            lambda d: {"max_of": ["order.paid_at", self.window()]},
            lambda d: self._chosen(self.instant, d),
            lambda d: self.instant(0),
        )(depth)
