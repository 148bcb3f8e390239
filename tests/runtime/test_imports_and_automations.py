"""A file of the past sets nothing in motion unless that is asked for; the books follow always."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime import imports, ledger
from app.runtime.flow_control import start
from app.runtime.following import Automations
from app.runtime.imports import OtherChoice, Report
from app.storage import benefit_tables, packs, records
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell
from tests.runtime.test_imports import Killed, a_job

Clubs = Callable[..., Club]
PACK = {"coupons": ["ten_off"], "points": [{"amount": 50}]}
YEAR = {"sum_of": ["order.net", "this_year"]}
SPENDERS = {
    "key": "spenders",
    "label": "Spenders",
    "where": {">=": [{"sum_of": ["order.net", "lifetime"]}, 100]},
}
NEAR = {"ladder": "main", "gap": 100}
ORDERS = "external_id,member,paid_at,amount\n" + "".join(
    f"{n},{who},2026-02-{n:02} 10:00,{amount}\n"
    for n, (who, amount) in enumerate(
        (("ann", 950), ("bob", 10), ("ann", 500), ("ann", 1), ("bob", 20)), 1
    )
)
"""Ann rises to gold by her second order; her first leaves her near."""


def on_order(key: str = "flow", **more: Any) -> dict[str, Any]:
    made = flow("record_created", tell(), options={"object": "order"}, **more)
    return made | {"key": key}


def on_tier() -> dict[str, Any]:
    return flow("tier_changed", give(), options={"ladder": "main"}) | {"key": "tier"}


def on_segment() -> dict[str, Any]:
    options = {"segment": "spenders", "direction": "entered"}
    return flow("segment_changed", tell(), options=options) | {"key": "segment"}


def on_near() -> dict[str, Any]:
    return flow("near_next_tier", tell(), options=NEAR) | {"key": "near"}


def on_silence() -> dict[str, Any]:
    options = {"days": 7, "kinds": ["purchase"]}
    return flow("inactive", tell(), options=options) | {"key": "silence"}


def with_pack(*flows: Any, **more: Any) -> dict[str, Any]:
    content = programme(*flows, segments=[SPENDERS], **more)
    content["ladders"][0]["tiers"][1]["pack"] = PACK
    return content


class Shop(Flowing):
    """A club that minds all there is to mind, with the members ann and bob."""

    def __init__(self, club: Club) -> None:
        super().__init__(club)
        self.members = {name: club.join(name) for name in ("ann", "bob")}
        self.run()
        club.wait(minutes=1)

    def bring(self, folder: Path, content: str = ORDERS, **more: Any) -> Report:
        report = imports.run(a_job(self.club, folder, content, **more), now=self.instant)
        self.run()
        return report

    @property
    def instant(self) -> int:
        return to_instant(self.club.now)

    def flows(self, name: str) -> list[str]:
        """Say which automations a member has gone into."""
        return sorted(each.flow for each in self.runs(member_id=self.members[name]))

    def points(self, name: str) -> int:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return ledger.balance(space, self.club.live, self.members[name], "points")


@pytest.fixture
def shops(club: Clubs) -> Callable[..., Shop]:
    return lambda *flows, **more: Shop(club(with_pack(*flows, **more)))


@pytest.fixture
def shop(shops: Callable[..., Shop]) -> Shop:
    return shops(on_order(), on_tier(), on_segment(), on_near(), on_silence())


def test_the_past_sets_nothing_in_motion_and_brings_no_pack(shop: Shop, tmp_path: Path) -> None:
    report = shop.bring(tmp_path)
    assert report.automations is Automations.NO
    assert (report.kept, report.moved) == (5, 1)
    assert shop.club.tiers() == {"ann": "gold", "bob": "basic"}
    assert shop.runs() == []
    assert shop.coupons(shop.members["ann"]) == shop.points("ann") == 0


def test_what_came_in_quietly_stays_quiet_when_everybody_is_looked_at_again(
    shop: Shop, tmp_path: Path
) -> None:
    """Segments and small gaps are compared after an evaluation, silences every morning."""
    nearly = "external_id,member,paid_at,amount\n1,bob,2026-02-01 10:00,950\n"
    shop.bring(tmp_path, nearly)
    for _ in range(3):
        shop.club.wait(days=1)
        shop.club.evaluate()
        shop.run()
    assert shop.runs() == []


def test_what_happens_after_a_quiet_import_sets_automations_in_motion(
    shop: Shop, tmp_path: Path
) -> None:
    shop.bring(tmp_path)
    shop.club.buy("bob", 1500)
    shop.run()
    assert shop.flows("bob") == ["flow", "segment", "tier"]
    assert shop.flows("ann") == []
    shop.club.wait(days=8)
    shop.run()
    assert shop.flows("bob") == ["flow", "segment", "silence", "tier"]


def test_a_pack_of_the_past_counts_as_had(shops: Callable[..., Shop], tmp_path: Path) -> None:
    shop = shops(tiers=(("basic", None), ("gold", {">=": [YEAR, 1000]})))
    shop.bring(tmp_path)
    assert shop.club.tier("ann") == "gold"
    shop.club.wait(days=370)
    shop.club.evaluate()
    assert shop.club.tier("ann") == "basic"
    shop.club.buy("ann", 1000)
    shop.club.buy("bob", 1000)
    assert shop.club.tiers() == {"ann": "gold", "bob": "gold"}
    assert (shop.points("ann"), shop.points("bob")) == (0, 50)
    assert shop.coupons(shop.members["ann"]) == 0
    assert shop.coupons(shop.members["bob"]) == 1


def test_a_pack_that_was_owed_before_is_still_given(
    shops: Callable[..., Shop], tmp_path: Path
) -> None:
    shop = shops(tiers=(("basic", None), ("gold", {">=": [YEAR, 1000]})))
    pack_left_by_an_evaluation(shop, "ann")
    shop.bring(tmp_path)
    shop.club.evaluate()
    assert shop.coupons(shop.members["ann"]) == 1


def pack_left_by_an_evaluation(shop: Shop, name: str) -> None:
    """Owe a pack as an evaluation does that was interrupted before it gave it."""
    club = shop.club
    with club.spaces.writing(club.workspace_id) as space:
        space.execute(
            space.insert(benefit_tables.pack).values(
                program_id=club.program_id,
                member_id=shop.members[name],
                ladder_id=club.live.catalogue.members.ladders["main"].id,
                tier="gold",
                occasion=packs.ONCE,
                at=shop.instant,
                cause="evaluation:1",
            )
        )


def test_what_the_past_earned_is_booked_from_the_first_day_of_its_rule(
    shops: Callable[..., Shop], tmp_path: Path
) -> None:
    rule = {
        "key": "spend",
        "label": "Spend",
        "object": "order",
        "amount": {"give": 1, "each": 1},
        "from": "2026-02-03",
    }
    shop = shops(on_tier(), earning={"rules": [rule]})
    shop.bring(tmp_path)
    assert (shop.points("ann"), shop.points("bob")) == (501, 20)
    assert shop.runs() == []


def test_a_quiet_import_ends_no_wait(shops: Callable[..., Shop], tmp_path: Path) -> None:
    wait = step("wait", "wait_for", event="order", time={"days": 30}, next={"happened": "tell"})
    waits = flow("manual", wait, tell())
    shop = shops(waits)
    club = shop.club
    with club.spaces.writing(club.workspace_id) as space:
        start(space, club.live, "flow", [shop.members["ann"]], now=shop.instant, cause="one")
    shop.run()
    shop.bring(tmp_path)
    assert shop.states() == ["waiting"]
    club.buy("ann", 1)
    shop.run()
    assert shop.states() == ["done"]


def test_each_record_sets_automations_in_motion_when_that_is_asked_for(
    shop: Shop, tmp_path: Path
) -> None:
    shop.bring(tmp_path, automations=Automations.EACH)
    assert shop.flows("ann") == ["flow", "flow", "flow", "segment", "tier"]
    assert shop.flows("bob") == ["flow", "flow"]
    # One of the pack, and one of the automation.
    assert shop.coupons(shop.members["ann"]) == 2
    assert shop.points("ann") == 50


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_once_is_once_for_each_member_however_the_file_is_cut(
    shop: Shop, tmp_path: Path, batch: int
) -> None:
    shop.bring(tmp_path, automations=Automations.ONCE, batch=batch)
    assert shop.flows("bob") == ["flow"]
    ann = shop.flows("ann")
    assert [each for each in ann if each != "near"] == ["flow", "segment", "tier"]
    assert shop.coupons(shop.members["ann"]) == 2
    (run,) = shop.runs(flow="flow", member_id=shop.members["ann"])
    assert run.record_id == order_of(shop, "1")


def order_of(shop: Shop, number: str) -> Any:
    orders = shop.club.live.catalogue.records["order"]
    with shop.club.spaces.reading(shop.club.workspace_id) as space:
        rows = space.execute(records.own(space, orders)).all()
    found = (records.by_field(orders, row) for row in rows)
    return next(each["id"] for each in found if each["external_id"] == number)


def test_the_next_file_lets_a_member_in_once_more(shop: Shop, tmp_path: Path) -> None:
    shop.bring(tmp_path, automations=Automations.ONCE)
    more = "external_id,member,paid_at,amount\n9,bob,2026-02-09 10:00,1\n"
    shop.bring(tmp_path, more, automations=Automations.ONCE)
    assert shop.flows("bob") == ["flow", "flow"]


def stopped(shop: Shop, folder: Path, automations: Automations | None) -> None:
    """Import two records, and be killed."""

    def killed(done: int) -> None:
        raise Killed

    job = a_job(shop.club, folder, ORDERS, batch=2, automations=automations)
    with pytest.raises(Killed):
        imports.run(job, now=shop.instant, progress=killed)


@pytest.mark.parametrize(
    ("chosen", "bob"),
    [
        (None, []),
        (Automations.NO, []),
        (Automations.ONCE, ["flow"]),
        (Automations.EACH, ["flow", "flow"]),
    ],
)
def test_an_import_that_was_killed_goes_on_as_it_was_begun(
    shop: Shop, tmp_path: Path, chosen: Automations | None, bob: list[str]
) -> None:
    stopped(shop, tmp_path, chosen)
    report = shop.bring(tmp_path, batch=2)
    assert (report.taken_up_at, report.kept) == (2, 5)
    assert report.automations is (chosen or Automations.NO)
    assert shop.flows("bob") == bob


def test_another_choice_for_a_file_that_is_half_in_is_refused(shop: Shop, tmp_path: Path) -> None:
    stopped(shop, tmp_path, Automations.EACH)
    with pytest.raises(OtherChoice, match=r"2 records .* --automations each"):
        shop.bring(tmp_path, batch=2, automations=Automations.NO)
    report = shop.bring(tmp_path, batch=2, automations=Automations.EACH)
    assert (report.taken_up_at, report.kept) == (2, 5)


def test_a_finished_file_is_not_imported_again_whatever_is_chosen(
    shop: Shop, tmp_path: Path
) -> None:
    shop.bring(tmp_path)
    report = shop.bring(tmp_path, automations=Automations.EACH)
    assert report.was_finished
    assert shop.runs() == []
    again = shop.bring(tmp_path, automations=Automations.EACH, again=True)
    assert (again.was_finished, again.automations) == (False, Automations.EACH)
    assert shop.bring(tmp_path).was_finished


def test_a_preview_of_an_import_leaves_nothing_behind(shop: Shop, tmp_path: Path) -> None:
    job = a_job(shop.club, tmp_path, ORDERS, automations=Automations.ONCE)
    imports.preview(job, rows=5, now=shop.instant)
    shop.run()
    assert shop.runs() == []
    shop.bring(tmp_path, automations=Automations.ONCE)
    assert shop.flows("bob") == ["flow"]


def test_those_an_automation_is_still_to_begin_with_go_in_with_all_others(
    shops: Callable[..., Shop], tmp_path: Path
) -> None:
    """`enrol` asks for those of whom it is true already, however they came to be here."""
    shop = shops()
    shop.club.release(with_pack(on_segment() | {"enrol": "both"}))
    shop.club.evaluate()
    shop.bring(tmp_path)
    assert shop.flows("ann") == ["segment"]
