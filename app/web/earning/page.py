"""The page of earning: rules of the draft with what they gave, boosts, budgets, and a trial."""

from app.access import Can
from app.builder import drafts
from app.builder.budgets import lost_words
from app.builder.checks import CHECKS
from app.builder.diff.earning import TOGETHER, earning_changes
from app.builder.earning import Part, program_of
from app.errors import Finding
from app.program.benefit_words import currency_label
from app.program.benefits import BENEFIT_KINDS
from app.program.checked import check_program
from app.program.declared import values_of
from app.program.earning_words import limits_words
from app.program.program import Program
from app.runtime.earning_then import MULTIPLIER, multipliers
from app.runtime.releases import live
from app.web.earning.model import EarningPage
from app.web.earning.shelf import Shelf
from app.web.earning.trial import trial_of
from app.web.frame import Here
from app.words import Words


def earning_page(here: Here) -> EarningPage:
    found = live(here.space, here.program_id) if here.standing.number is not None else None
    content = drafts.get(here.space, here.program_id).content
    draft = program_of(content)
    program = draft or (None if found is None else found.checked.program)
    if program is None:
        program = Program(key="_", label=Words("", ""))
    published = None if found is None else found.checked.program
    findings = () if draft is None else findings_of(draft)
    on = Shelf(here, program, published, findings)
    may = here.visitor.may(Can.EDIT_DRAFT)
    changed = [] if published is None or draft is None else list(earning_changes(published, draft))
    return EarningPage(
        rules=on.rules(found),
        boosts=on.boosts(),
        multipliers=tuple(_multipliers(program)),
        together=TOGETHER[program.earning.together],
        most=program.earning.most,
        ceilings=tuple(_ceilings(program)),
        budgets=on.bars(found, content, program.budgets),
        lost=tuple(lost_words(content)),
        changes=tuple(each.sentence for each in changed),
        trial=trial_of(here, found, draft) if here.visitor.may(Can.READ_MEMBERS) else None,
        check_url=here.url("builder.check") if may else None,
        settings_url=here.url("earning.settings") if may else None,
        new_urls={each.value: here.url("earning.new", part=each.value) for each in Part}
        if may
        else {},
        readable=draft is not None,
    )


def findings_of(program: Program) -> tuple[Finding, ...]:
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
