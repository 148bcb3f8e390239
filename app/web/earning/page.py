"""The page of earning: rules of the draft with what they gave, boosts, budgets, and a trial."""

from typing import Any

from app.access import Can
from app.analytics.incentives import Subject
from app.builder import drafts
from app.builder.checks import CHECKS
from app.builder.diff.change import same
from app.builder.diff.earning import TOGETHER, earning_changes
from app.builder.earning import Part, program_of
from app.errors import Finding
from app.program.benefit_words import currency_label
from app.program.benefits import BENEFIT_KINDS
from app.program.boost_codec import dump_boost
from app.program.budget import Budget
from app.program.budget_codec import dump_budget
from app.program.budget_words import budget_words, unit_words
from app.program.checked import check_program
from app.program.declared import values_of
from app.program.earning_codec import dump_rule
from app.program.earning_words import boost_words, limits_words, rule_words
from app.program.program import Program
from app.runtime.budget_books import stretch_of
from app.runtime.earning_then import MULTIPLIER, multipliers
from app.runtime.releases import Live, live
from app.storage import budgets, earning
from app.storage.budgets import ALWAYS, Use
from app.web.analytics.links import effect_url
from app.web.earning.model import Bar, EarningPage, Shown, Urls
from app.web.earning.trial import trial_of
from app.web.frame import Here
from app.words import Words

LATELY = 30
"""Days of which the page tells what rules gave."""
LOW, FULL = 0.8, 1.0
_DUMPS = {Part.RULE: dump_rule, Part.BOOST: dump_boost, Part.BUDGET: dump_budget}


def earning_page(here: Here) -> EarningPage:
    found = live(here.space, here.program_id) if here.standing.number is not None else None
    draft = program_of(drafts.get(here.space, here.program_id).content)
    program = draft or (None if found is None else found.checked.program)
    if program is None:
        program = Program(key="_", label=Words("", ""))
    published = None if found is None else found.checked.program
    findings = () if draft is None else _findings(draft)
    on = _Shelf(here, program, published, findings)
    may = here.visitor.may(Can.EDIT_DRAFT)
    changed = [] if published is None or draft is None else list(earning_changes(published, draft))
    return EarningPage(
        rules=on.rules(found),
        boosts=on.boosts(),
        multipliers=tuple(_multipliers(program)),
        together=TOGETHER[program.earning.together],
        most=program.earning.most,
        ceilings=tuple(_ceilings(program)),
        budgets=on.bars(found),
        changes=tuple(each.sentence for each in changed),
        trial=trial_of(here, found, draft) if here.visitor.may(Can.READ_MEMBERS) else None,
        check_url=here.url("builder.check") if may else None,
        settings_url=here.url("earning.settings") if may else None,
        new_urls={each.value: here.url("earning.new", part=each.value) for each in Part}
        if may
        else {},
        readable=draft is not None,
    )


def _findings(program: Program) -> tuple[Finding, ...]:
    """Say what is wrong with earning, and what might be better; the rest is for the release."""
    checked = check_program(program)
    return (*checked.findings, *CHECKS["sensible_earning"].check(checked))


def _multipliers(program: Program) -> list[tuple[Words, Words]]:
    """Give the tiers that earn faster."""
    known = {each.key: each for each in multipliers(program)}
    options = BENEFIT_KINDS[MULTIPLIER].options
    found = []
    for ladder in program.ladders:
        for tier in ladder.tiers:
            for given in tier.benefits:
                if given.benefit in known:
                    values = values_of(options, known[given.benefit].options, given.options)
                    if values["times"]:
                        label = currency_label(program, values["currency"])
                        times = f"{values['times']:,g}"
                        zh, en = f"{times} 倍{label.to('zh')}", f"{times}× {label.to('en').lower()}"
                        found.append((tier.label, Words(zh, en)))
    return found


def _ceilings(program: Program) -> list[Words]:
    found = []
    for each in program.earning.ceilings:
        label, limits = currency_label(program, each.currency), limits_words(each.limits)
        found.append(Words(f"{label.to('zh')}：{limits.zh}", f"{label.to('en')}: {limits.en}"))
    return found


class _Shelf:
    """Lists of the draft beside what is live."""

    def __init__(
        self,
        here: Here,
        program: Program,
        published: Program | None,
        findings: tuple[Finding, ...],
    ) -> None:
        self.here, self.program, self.published = here, program, published
        self.findings = findings

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

    def bars(self, found: Live | None) -> tuple[Bar, ...]:
        moment = None if found is None else found.moment(self.here.now)
        designed = self.program.budgets
        names = {each.key: (each.key, stretch_of(each, moment)) for each in designed if moment}
        uses = budgets.uses(self.here.space, self.here.program_id, list(names.values()))
        return tuple(
            self._bar(n, each, names.get(each.key), uses.get(names.get(each.key, ("", ALWAYS))))
            for n, each in enumerate(designed)
        )

    def _bar(self, n: int, budget: Budget, name: tuple[str, int] | None, use: Use | None) -> Bar:
        used = 0 if use is None else use.used
        share = used / budget.limit if budget.limit else FULL
        note, tone = None, "good"
        if share >= FULL:
            tone = "bad"
            note = Words("已用完，不再发放", "Used up: nothing more is given")
            if not budget.stops:
                note = Words("已超出，仍在发放", "Used up, and still giving")
        elif share >= LOW:
            note, tone = Words("已用 80% 以上", "More than 80 % is used"), "warn"
        return Bar(
            shown=self._shown(Part.BUDGET, n, budget, budget_words(self.program, budget)),
            limit=budget.limit,
            used=used,
            refused=0 if use is None else use.refused,
            share=min(share, FULL),
            tone=tone,
            note=note,
            since=None if name is None or name[1] == ALWAYS else name[1],
            in_money=budget.in_money,
            unit=Words("", "") if budget.in_money else unit_words(self.program, budget),
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
        return Urls(
            effect=effect,
            edit=self.here.url("earning.edit", part=part.value, thing=key),
            duplicate=self.here.url("earning.duplicate", part=part.value, thing=key),
            delete=self.here.url("earning.delete", part=part.value, thing=key),
        )

    def _effect(self, part: Part, key: str) -> str | None:
        if part is not Part.BOOST or self.published is None:
            return None
        found = (each for each in self.published.earning.boosts if each.key == key)
        if not any(each.when.first is not None for each in found):
            return None
        return effect_url(self.here, Subject.BOOST, key)
