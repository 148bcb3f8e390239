"""Lists of rules, boosts and budgets of a draft beside what is live."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.access import Can
from app.analytics.incentives import Subject
from app.builder.budgets import drawings
from app.builder.diff.change import same
from app.builder.earning import Part
from app.errors import Finding
from app.program.boost_codec import dump_boost
from app.program.budget import Budget
from app.program.budget_codec import dump_budget
from app.program.budget_words import budget_words, unit_words
from app.program.earning_codec import dump_rule
from app.program.earning_words import boost_words, rule_words
from app.program.program import Program
from app.runtime.budget_marks import Filling, fillings
from app.runtime.releases import Live
from app.storage import earning
from app.web.analytics.links import effect_url
from app.web.budget_marks import MARKS, TONES
from app.web.earning.model import Bar, Shown, Urls
from app.web.frame import Here
from app.words import Words

LATELY = 30
"""Days of which the page tells what rules gave."""
FULL = 1.0
_DUMPS = {Part.RULE: dump_rule, Part.BOOST: dump_boost, Part.BUDGET: dump_budget}


class Shelf:
    """Lists of the draft beside what is live."""

    def __init__(
        self,
        here: Here,
        program: Program,
        published: Program | None,
        findings: tuple[Finding, ...],
        *,
        coming: Mapping[str, str] | None = None,
    ) -> None:
        self.here, self.program, self.published = here, program, published
        self.findings, self.coming = findings, coming or {}

    def rules(self, found: Live | None) -> tuple[Shown, ...]:
        given = {}
        if found is not None:
            since = found.moment(self.here.now).today - LATELY
            rows = earning.by_rule(self.here.space, self.here.program_id, since=since)
            given = {each.rule: each for each in rows}
        shown = []
        for n, rule in enumerate(self.program.earning.rules):
            lately = given.get(rule.key)
            figures: tuple[tuple[Words, str], ...] = ()
            if lately is not None:
                number = self.here.formats.number
                figures = (
                    (Words("近 30 天发出", "Given in 30 days"), number(lately.amount)),
                    (Words("位会员", "Members"), number(lately.members)),
                )
            said = rule_words(self.program, rule)
            shown.append(self._shown(Part.RULE, n, rule, said, off=rule.off, figures=figures))
        return tuple(shown)

    def boosts(self) -> tuple[Shown, ...]:
        return tuple(
            self._shown(Part.BOOST, n, each, boost_words(self.program, each), off=each.off)
            for n, each in enumerate(self.program.earning.boosts)
        )

    def bars(self, found: Live | None, content: Any, designed: Iterable[Budget]) -> tuple[Bar, ...]:
        """Show budgets of the draft, with how full they are and who draws on them."""
        wanted = list(designed)
        full: dict[str, Filling] = {}
        if found is not None:
            here, moment = self.here, found.moment(self.here.now)
            filled = fillings(here.space, here.program_id, wanted, moment)
            full = {each.budget.key: each for each in filled}
        drawing: dict[str, list[Words]] = {}
        for each in drawings(content):
            drawing.setdefault(each.budget, []).append(each.said)
        places = {each.key: n for n, each in enumerate(self.program.budgets)}
        return tuple(
            self._bar(places[each.key], each, full.get(each.key), drawing.get(each.key, []))
            for each in wanted
        )

    def _bar(self, n: int, budget: Budget, full: Filling | None, drawing: list[Words]) -> Bar:
        mark = None if full is None else full.mark
        note, tone = None, "good"
        if mark is not None:
            note, tone = MARKS[mark, budget.stops], TONES[mark]
        return Bar(
            shown=self._shown(Part.BUDGET, n, budget, budget_words(self.program, budget)),
            limit=budget.limit,
            used=0 if full is None else full.use.used,
            refused=0 if full is None else full.use.refused,
            share=0.0 if full is None else min(full.share, FULL),
            tone=tone,
            note=note,
            since=None if full is None else full.since,
            in_money=budget.in_money,
            unit=Words("", "") if budget.in_money else unit_words(self.program, budget),
            drawing=tuple(drawing),
            released=full is not None,
        )

    def _shown(
        self,
        part: Part,
        n: int,
        thing: Any,
        said: Words,
        *,
        off: bool = False,
        figures: tuple[tuple[Words, str], ...] = (),
    ) -> Shown:
        place = f"/budgets/{n}" if part is Part.BUDGET else f"/earning/{part.value}/{n}"
        return Shown(
            key=thing.key,
            label=thing.label,
            sentence=said,
            state=self._state(part, thing),
            off=off,
            findings=tuple(
                each
                for each in self.findings
                if each.path == place or each.path.startswith(f"{place}/")
            ),
            figures=figures,
            urls=self._urls(part, thing.key),
        )

    def _state(self, part: Part, thing: Any) -> Words | None:
        if self.published is None:
            return Words("发布后生效", "Works once published")
        owner = self.published if part is Part.BUDGET else self.published.earning
        there = {each.key: each for each in getattr(owner, part.value)}
        if thing.key not in there:
            return Words("发布后生效", "Works once published")
        dump: Any = _DUMPS[part]
        if not same(dump(there[thing.key]), dump(thing)):
            return Words("修改未发布", "Changes not published")
        return None

    def _urls(self, part: Part, key: str) -> Urls:
        effect = self._effect(part, key)
        if not self.here.visitor.may(Can.EDIT_DRAFT):
            return Urls(effect=effect)
        named = {"part": part.value, "thing": key, **self.coming}
        return Urls(
            effect=effect,
            edit=self.here.url("earning.edit", **named),
            duplicate=self.here.url("earning.duplicate", **named),
            delete=self.here.url("earning.delete", **named),
        )

    def _effect(self, part: Part, key: str) -> str | None:
        if part is not Part.BOOST or self.published is None:
            return None
        found = (each for each in self.published.earning.boosts if each.key == key)
        if not any(each.when.first is not None for each in found):
            return None
        return effect_url(self.here, Subject.BOOST, key)
