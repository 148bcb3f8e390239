"""What docs/programs.md says of programme documents is so."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.builder.checks import CHECKS
from app.builder.checks.known_colors import COLORS
from app.builder.findings import examine
from app.program.benefit import Every, Packs
from app.program.benefits import BENEFIT_KINDS
from app.program.boost_codec import BOOST_KEYS, WHEN_KEYS
from app.program.budget_codec import BUDGET_KEYS
from app.program.budget_words import budget_words
from app.program.codec import dump, load
from app.program.coupon import OnRefund
from app.program.coupon_codec import KEYS as COUPON_KEYS
from app.program.coupons import COUPON_KINDS
from app.program.earning import SPANS, Around, Rounding, Together
from app.program.earning_codec import CEILING_KEYS, RATE_KEYS, RULE_KEYS
from app.program.earning_codec import KEYS as EARNING_KEYS
from app.program.earning_words import boost_words, rule_words
from app.program.field import Mask, Width
from app.program.fields import FIELD_KINDS
from app.program.flow_codec import KEYS as FLOW_KEYS
from app.program.flows import CatchUp, Enrol, Reentry
from app.program.form_items import ITEM_KINDS
from app.program.forms import Agreed, Existing, PerMember, Proof, Speaks
from app.program.ladder import Demotion, Due, Promoted, Promotion
from app.program.message_codec import CHANNEL_KEYS, MESSAGING_KEYS, TEMPLATE_KEYS
from app.program.message_template import Capped, Consented, Family, Purpose, Reach
from app.program.parameters import KINDS
from app.program.period import FORMS as PERIODS
from app.program.promises import rules_of
from app.program.reader import Unreadable
from app.program.results import RESULTS
from app.program.sentences import sentence
from app.program.steps import STEP_KINDS
from app.program.triggers import TRIGGER_KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "programs.md").read_text("utf-8")
KEYS = {
    "": "format key label summary settings parameters currencies benefits coupons objects ladders"
    " segments forms flows templates messages earning budgets calendars examples",
    "/settings": "timezone currency week_starts leap_day active_kinds",
    "/parameters/0": "key label kind value least most help cases",
    "/parameters/0/cases/0": "when value",
    "/currencies/0": "key label spendable",
    "/objects/0": "key label fields of_member occurred title",
    "/objects/0/fields/0": "key kind label required unique default options help width mask check"
    " retired",
    "/objects/1/fields/0/check": "condition message",
    "/ladders/0": "key label tiers members period promotion promoted review trials make_up packs",
    "/ladders/0/review": "due demotion floor grace_days notice_days",
    "/ladders/0/trials/0": "key label tier days who",
    "/ladders/0/make_up": "currency rate most_percent",
    "/ladders/0/tiers/2": "key label condition retention color levels stages benefits pack"
    " recurring void_unused",
    "/ladders/0/tiers/2/benefits/0": "benefit options",
    "/ladders/0/tiers/2/pack": "coupons points again",
    "/ladders/0/tiers/2/pack/coupons/1": "coupon count",
    "/ladders/0/tiers/2/pack/points/0": "amount currency",
    "/ladders/0/tiers/2/recurring/0": "key coupon every count",
    "/benefits/0": "key kind label options help budget",
    "/coupons/0": COUPON_KEYS,
    "/ladders/0/tiers/2/stages/0": "key label condition points currency",
    "/segments/0": "key label description where",
    "/templates/0": TEMPLATE_KEYS,
    "/templates/0/texts": " ".join(Family),
    "/templates/0/texts/email": "title text html",
    "/templates/0/texts/sms": "text",
    "/messages": MESSAGING_KEYS,
    "/messages/quiet": "from to",
    "/messages/channels/sms": CHANNEL_KEYS,
    "/flows/0": FLOW_KEYS,
    "/flows/0/trigger": "kind options",
    "/flows/0/steps/0": "key kind label options next off",
    "/flows/0/notes/0": "key text step",
    "/earning": EARNING_KEYS,
    "/earning/rules/0": RULE_KEYS,
    "/earning/rules/0/amount": RATE_KEYS,
    "/earning/boosts/0": BOOST_KEYS,
    "/earning/boosts/0/when": WHEN_KEYS,
    "/earning/ceilings/0": " ".join(CEILING_KEYS),
    "/budgets/0": BUDGET_KEYS,
    "/calendars/0": "key label days",
    "/calendars/0/days/0": "key label dates yearly monthly weekly",
    "/forms/0": "key label intro object who pages access consent thanks guard language save_days"
    " embed",
    "/forms/0/who": "by link create existing",
    "/forms/0/pages/0": "key label intro visible items",
    "/forms/0/access": "opens closes limit per_member password",
    "/forms/0/consent": "text required purpose",
    "/forms/0/thanks": "title text url tier",
    "/forms/0/guard": "seconds hourly proof",
}
"""What may be written at each kind of place."""


def written(what: str) -> Any:
    (found,) = re.findall(rf"```json {what}\n(.*?)```", PAGE, re.DOTALL)
    return json.loads(found)


@pytest.fixture(scope="module")
def example() -> Any:
    return written("programme")


@pytest.fixture(scope="module")
def every_setting(example: Any) -> Any:
    """The same programme with one of each document and the ladder that has every setting."""
    more = {
        key: [written(key.removesuffix("s"))]
        for key in ("parameters", "forms", "segments", "flows", "templates", "calendars")
    }
    more |= {"messages": written("messages"), "ladders": [written("ladder")]}
    return {**example, **more, **written("gifts"), **written("earning")}


def test_the_examples_are_programmes_with_nothing_to_be_said_about(
    example: Any, every_setting: Any
) -> None:
    for content in (example, every_setting):
        assert examine(load(content)).findings == ()
        assert load(dump(load(content))) == load(content)


def test_the_rules_of_the_example_read_as_the_page_says(example: Any) -> None:
    (ladder,) = examine(load(example)).ladders.values()
    for tier in ladder.ladder.tiers:
        if tier.key in ladder.conditions:
            words = sentence(ladder.conditions[tier.key], ladder.scope)
            assert f"| {tier.label.zh} | {words.zh} | {words.en} |" in PAGE


def test_the_earning_rules_of_the_example_read_as_the_page_says(every_setting: Any) -> None:
    program = load(every_setting)
    told = [(each.label, rule_words(program, each)) for each in program.earning.rules]
    told += [(each.label, boost_words(program, each)) for each in program.earning.boosts]
    told += [(each.label, budget_words(program, each)) for each in program.budgets]
    for label, words in told:
        assert f"| {label.zh} | {words.zh} | {words.en} |" in PAGE


def test_the_budgets_of_coupons_are_as_the_page_has_them(every_setting: Any) -> None:
    offers = written("offers")
    (budgeted,) = offers["coupons"]
    coupons = [
        {**each, "budget": budgeted["budget"]} if each["key"] == budgeted["key"] else each
        for each in every_setting["coupons"]
    ]
    budgets = [*every_setting["budgets"], *offers["budgets"]]
    program = load({**every_setting, "coupons": coupons, "budgets": budgets})
    assert examine(program).findings == ()
    assert [budget_words(program, each).en for each in program.budgets[-2:]] == [
        "5,000 coupons, stops when used up",
        "coupons with a face value of ¥20,000.00 every month, all coupons, stops when used up",
    ]


def test_members_read_of_the_highest_tier_what_the_page_says(every_setting: Any) -> None:
    checked = examine(load(every_setting))
    (ladder,) = checked.ladders.values()
    for section in rules_of(checked.program, ladder).tiers[-1].sections:
        zh = "".join(line.zh for line in section.lines)
        en = " ".join(line.en for line in section.lines)
        assert f"| {section.title.zh} | {zh} | {section.title.en}: {en} |" in PAGE


@pytest.mark.parametrize("kind", list(FIELD_KINDS), ids=lambda kind: str(kind.key))
def test_the_page_has_each_kind_of_field_with_its_options(kind: Any) -> None:
    options = " ".join(f"`{each.key}`" for each in kind.options)
    assert f"| `{kind.key}` | {kind.label.zh} | {kind.label.en} | {options} |" in PAGE


@pytest.mark.parametrize("kind", list(ITEM_KINDS), ids=lambda kind: str(kind.key))
def test_the_page_has_each_kind_of_item_with_what_it_takes(kind: Any) -> None:
    keys = " ".join(f"`{each}`" for each in kind.keys.split()[2:])
    assert f"| `{kind.key}` | {kind.label.zh} | {kind.label.en} | {keys} |" in PAGE


@pytest.mark.parametrize(
    "kind",
    [*BENEFIT_KINDS, *COUPON_KINDS, *TRIGGER_KINDS, *STEP_KINDS],
    ids=lambda kind: str(kind.key),
)
def test_the_page_has_each_kind_of_benefit_coupon_trigger_and_step(kind: Any) -> None:
    options = " ".join(f"`{each.key}`" for each in kind.options)
    assert f"| `{kind.key}` | {kind.label.zh} | {kind.label.en} | {options} |" in PAGE


@pytest.mark.parametrize("path", KEYS, ids=lambda path: path or "/")
def test_the_page_names_each_key_that_may_be_written(path: str, every_setting: Any) -> None:
    content = json.loads(json.dumps(every_setting))
    place = content
    for step in path.split("/")[1:]:
        place = place[int(step) if step.isdigit() else step]
    place["surely_unknown"] = 1
    with pytest.raises(Unreadable) as refused:
        load(content)
    (finding,) = refused.value.findings
    assert finding.path == f"{path}/surely_unknown"
    known = finding.message.en.partition("Known: ")[2].rstrip(".").split(", ")
    assert known == KEYS[path].split()
    assert [each for each in known if f"`{each}`" not in PAGE] == []


def test_the_page_names_every_word_one_may_choose_from() -> None:
    forms = [*PERIODS.split(), *(each for each in Due if each is not Due.VALIDITY)]
    words = [*forms, *Promotion, *Promoted, *Demotion, *RESULTS, *COLORS, *KINDS]
    words += [*Packs, *Every, *OnRefund, *Enrol, *Reentry, *CatchUp]
    words += [*Agreed, *Family, *Purpose, *Capped, *Reach, *Consented]
    words += [*Rounding, *Together, *Around, *SPANS]
    words += [*Existing, *PerMember, *Proof, *Speaks, *Width, *Mask]
    assert [each for each in words if f"`{each}`" not in PAGE] == []


def test_the_page_lists_every_check() -> None:
    listed = re.findall(r"^- (.*) · \*(.*)\*$", PAGE, re.MULTILINE)
    assert listed == [(each.label.zh, each.label.en) for each in CHECKS]
