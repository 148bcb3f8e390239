"""The conditions of one ladder before Z3: what nobody can be, and members that somebody can be."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

import z3

from app.builder.proofs.asking import Demand, LadderProof, meets
from app.builder.proofs.bounds import A_DAY
from app.builder.proofs.members import Named, example_of, holds, names_in
from app.builder.proofs.metrics import metric_facts
from app.builder.proofs.plausible import day_first, plausible
from app.builder.proofs.terms import APART, Terms
from app.builder.proofs.windows import Windows
from app.days import Calendar, Moment, start_of_day
from app.errors import Example
from app.expression.proving import Term
from app.expression.tree import RankCut, Typed
from app.expression.types import Boolean, Date, Instant, ListOf, Number, Scope, is_textual
from app.program.checked import CheckedLadder, CheckedProgram

EFFORT = 100_000
"""Z3's own count of steps for one question: the same on every machine, unlike time."""
BUDGET = 300_000
"""For all questions about one ladder: ten times what six tiers of four conditions take."""
NOON = 12 * 3_600_000_000
LOCK = Lock()
"""Z3 is asked by one thread at a time."""


@contextmanager
def proofs(checked: CheckedProgram) -> Iterator[Iterator[tuple[str, LadderProof]]]:
    """Give each ladder whose conditions are right with its place."""
    with LOCK:
        yield _proofs(checked)


def _proofs(checked: CheckedProgram) -> Iterator[tuple[str, LadderProof]]:
    program = checked.program
    windows = Windows({each.key: each for each in program.ladders})
    for n, ladder in enumerate(checked.ladders.values()):
        everything = list(ladder.everything)
        if everything and not any(each.errors for each in everything):
            terms = Terms.for_trees(each.tree for each in everything)
            yield f"/ladders/{n}", Theory(ladder, program.settings.calendar, terms, windows)


@dataclass(slots=True)
class Theory:
    """What can be proved of the members of one ladder."""

    ladder: CheckedLadder
    calendar: Calendar
    terms: Terms
    windows: Windows
    undecided: int = 0
    """Questions that were neither proved nor shown by a member."""
    _solver: z3.Solver = field(init=False)
    _told: int = 0
    _populated: bool | None = None
    _spent: int = 0

    def __post_init__(self) -> None:
        self._solver = z3.SolverFor("QF_LIRA", ctx=self.terms.context)
        self._solver.set("rlimit", EFFORT)
        assert self.terms.today is not None  # The day is spoken of before the first question.
        for each in self.ladder.everything:
            self.terms.truth(each.tree)
        for fact in metric_facts(self.terms, self.windows):
            self._solver.add(fact)

    @property
    def scope(self) -> Scope:
        return self.ladder.scope

    @property
    def populated(self) -> bool:
        """Whether it is not proved that nobody is on the ladder."""
        if self._populated is None:
            self._populated = not self.nobody()
        return self._populated

    def nobody(self, *demands: Demand, anywhere: bool = False) -> bool:
        found = self._check(list(demands) if anywhere else self._all(demands))
        if found == z3.unknown:
            self.undecided += 1
        return bool(found == z3.unsat)

    def somebody(self, *demands: Demand) -> Example | None:
        wanted = self._all(demands)
        found = self._check(wanted)
        example = self._shown(wanted) if found == z3.sat else None
        if found != z3.unsat and example is None:
            self.undecided += 1
        return example

    def anybody(
        self, demands: Sequence[Demand], *, keep: int = 0, anywhere: bool = False
    ) -> Example | None:
        met: list[Demand] = [] if anywhere else self._all([])
        for n, each in enumerate(demands):
            if self._check([*met, each]) == z3.sat:
                met.append(each)
            elif n < keep:
                return None
        return self._shown(met, [each.condition for each in demands])

    def _all(self, demands: Sequence[Demand]) -> list[Demand]:
        members = self.ladder.members
        return [*demands] if members is None else [*demands, meets(members.tree)]

    # How the solver is asked.

    def _check(self, demands: Sequence[Demand], also: Sequence[Term] = ()) -> z3.CheckSatResult:
        if self._spent > BUDGET:
            return z3.unknown
        statements = [self._statement(each) for each in demands]
        self._tell()
        self._solver.push()
        try:
            self._solver.add(*statements, *also)
            return self._solver.check()
        finally:
            self._spent = self._steps()
            self._solver.pop()

    def _steps(self) -> int:
        """Give how many steps were made so far, as Z3 counts them for all questions together."""
        counted = self._solver.statistics()
        return int(counted.get_key_value("rlimit count")) if "rlimit count" in counted.keys() else 0  # noqa: SIM118  # It is no mapping.

    def _statement(self, demand: Demand) -> Term:
        true = self.terms.truth(demand.condition).true
        return true if demand.met else self.terms.opposite(true)

    def _tell(self) -> None:
        new = self.terms.facts[self._told :]
        self._solver.add(*new)
        self._told += len(new)

    # How a member is made up.

    def _shown(self, demands: list[Demand], also: Sequence[Typed] = ()) -> Example | None:
        names = names_in([*also, *(each.condition for each in demands)])
        names = [each for each in names if each.key in self.terms.free_by_key]
        for each in names:
            if isinstance(each.type, Instant):
                self.terms.day(each.node)
        model = self._model(demands, names)
        if model is None:
            return None
        values = {each: self._value(model, each) for each in names}
        moment = self._moment(model)
        if not holds(demands, values, moment):
            return None
        dated = any(isinstance(each.type, Date | Instant) for each in names)
        return example_of(values, self.scope, moment if dated else None)

    def _model(self, demands: list[Demand], names: list[Named]) -> z3.ModelRef | None:
        """Find a member with values as plain as possible, decided one after the other."""
        statements = [self._statement(each) for each in demands]
        self._tell()
        self._solver.push()
        try:
            self._solver.add(*statements)
            for wishes in self._wishes(demands, names):
                self._grant(wishes)
            return self._solver.model() if self._solver.check() == z3.sat else None
        finally:
            self._solver.pop()

    def _grant(self, wishes: Iterator[Term]) -> None:
        """Add the first wish that is possible."""
        for each in wishes:
            self._solver.push()
            self._solver.add(each)
            if self._solver.check() == z3.sat:
                # What is added behind the last mark of the caller stays until the caller is done.
                self._solver.pop()
                self._solver.add(each)
                return
            self._solver.pop()

    def _wishes(self, demands: list[Demand], names: list[Named]) -> Iterator[Iterator[Term]]:
        yield iter([self.terms.today == day_first()])
        conditions = [each.condition for each in demands]
        for each in names:
            yield iter([self.terms.free_by_key[each.key].known])
        for each in names:
            free = self.terms.free_by_key[each.key]
            if isinstance(each.type, Instant):
                noon = start_of_day(day_first(), self.calendar.zone) + NOON
                day = self.terms.day(each.node).value
                yield iter([free.value - day * A_DAY == noon - day_first() * A_DAY])
                yield (day == wish for wish in plausible(Date(), conditions))
            elif is_textual(each.type):
                codes = sorted(self.terms.texts.values())[1:]
                yield (free.value == code for code in (*codes, APART // 2))
            elif isinstance(each.type, ListOf):
                for (key, item), has in self.terms.items.items():
                    if key == each.key:
                        yield iter([self.terms.opposite(has)] if item is not None else [])
            elif isinstance(each.node, RankCut):
                wishes = plausible(each.type, conditions)
                yield (free.value == wish for wish in wishes if wish > 0)
            else:
                yield (free.value == wish for wish in plausible(each.type, conditions))

    def _value(self, model: z3.ModelRef, name: Named) -> object:
        free = self.terms.free_by_key[name.key]
        if not z3.is_true(model.eval(free.known, model_completion=True)):
            return None
        if isinstance(name.type, ListOf):
            return self._items(model, name)
        found = model.eval(free.value, model_completion=True)
        if isinstance(name.type, Number):
            return float(found.as_fraction())
        number = int(found.as_long())
        if isinstance(name.type, Boolean):
            return bool(number)
        if is_textual(name.type):
            return self._text(number)
        return number

    def _items(self, model: z3.ModelRef, name: Named) -> list[object]:
        there = [
            item
            for (key, item), has in self.terms.items.items()
            if key == name.key
            and item is not None
            and z3.is_true(model.eval(has, model_completion=True))
        ]
        filled = self.terms.items.get((name.key, None))
        if not there and filled is not None and z3.is_true(model.eval(filled)):
            return ["·"]
        return there

    def _text(self, code: int) -> str:
        """Give the text of a code, or one that lies between those that are named."""
        below = max((each for each in self.terms.texts.values() if each <= code), default=0)
        text = next(text for text, each in self.terms.texts.items() if each == below)
        if below == code:
            return text
        above = next((each for each in sorted(self.terms.texts) if each > text), None)
        readable = f"{text}x"
        return readable if above is None or readable < above else f"{text}\x01"

    def _moment(self, model: z3.ModelRef) -> Moment:
        today = int(model.eval(self.terms.today, model_completion=True).as_long())
        now = start_of_day(today, self.calendar.zone) + NOON
        return Moment(now=now, today=today, calendar=self.calendar)
