"""What ready-made programmes do by themselves: off at first, tried with a member, then at work."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from app.builder import drafts
from app.builder.findings import examine
from app.builder.gallery import ReadyMade
from app.builder.starting import clone
from app.builder.trying import Wish, try_flow
from app.builder.trying.going import NOT_ENTERED
from app.clock import to_instant
from app.program.codec import load
from app.program.objects import EntryKind
from app.runtime import ledger, redeeming
from app.runtime.intake import Entry
from app.runtime.ledger import Posting
from app.runtime.naming import find_member
from app.runtime.releases import live
from app.storage import coupons, task_lists
from app.storage.spaces import Spaces
from app.storage.task_lists import Wanted
from tests.builder.playing import every_programme
from tests.runtime.clubs import Club
from tests.runtime.telling import Telling

REMINDER, COME_BACK = ("sms", "coupon_waiting"), ("inbox", "come_back")
BEGINS = datetime(2026, 2, 1, 4, tzinfo=UTC)
"""Midday in Shanghai, four weeks before the day on which one is born on 29 February."""
LATER = {
    ("fitness", "absent"): 20,
    ("fitness", "tier_at_risk"): 75,
    ("education", "tier_at_risk"): 150,
}
"""How many days later some automations have somebody to try them with."""
THREE_TO_FIVE = range(3, 6)


class Begun(Telling):
    """A ready-made programme with all of its automations switched on."""

    def __init__(self, spaces: Spaces, programme: ReadyMade) -> None:
        document = deepcopy(dict(programme.document))
        super().__init__(Club(spaces, document, now=BEGINS))
        self.off = document
        self.keys = [str(each["key"]) for each in document["flows"]]

    def switch_on(self) -> None:
        flows = [{**each, "enabled": True} for each in self.off["flows"]]
        self.club.publish({**self.off, "flows": flows})
        self.run()

    def join(self, name: str, **values: Any) -> int:
        member = self.club.join(name, **values)
        self.agree(member)
        return member

    def pass_by(self, days: int) -> None:
        """Let days go by, and everybody be placed anew."""
        self.club.wait(days=days)
        self.club.evaluate()
        self.run()

    def told(self, member: int) -> list[tuple[str, str]]:
        """Give what a member was told, oldest first: by which channel, from which template."""
        found = [(each.channel, str(each.body.get("template"))) for each in self.messages(member)]
        return found[::-1]

    def given(self, member: int) -> list[str]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = coupons.of_member(space, self.club.program_id, member, limit=100)
        return [each.design for each in found]

    def use(self, member: int) -> None:
        """Let a member use the last coupon."""
        club = self.club
        with club.spaces.writing(club.workspace_id) as space:
            last = coupons.of_member(space, club.program_id, member, limit=1)[0]
            at = to_instant(club.now)
            redeeming.redeem(space, live(space, club.program_id), last.code, now=at, by="clerk")

    def so_far(self, member: int) -> tuple[int, int]:
        """Count the coupons and the messages of a member."""
        return len(self.given(member)), len(self.told(member))

    def tried(self, key: str, member: int) -> bool:
        """Let a member go through an automation on a day, and say whether they went in."""
        club, days = self.club, LATER.get((self.off["key"], key), 0)
        wish = Wish(members=[str(member)], moment=to_instant(club.now + timedelta(days=days)))
        (found,) = try_flow(
            club.spaces, club.workspace_id, club.program_id, key, wish, now=to_instant(club.now)
        )
        assert found.gone.state in {"done", "goal", NOT_ENTERED}, found
        return found.gone.state != NOT_ENTERED

    def asked(self) -> dict[int, str]:
        """Give for which members people of the team are asked to do something, by which flow."""
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = task_lists.page(space, self.club.program_id, Wanted(), limit=100)
        return {each.member_id: each.flow for each in found}

    def points(self, member: int) -> int:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            held = ledger.holdings(space, self.club.live, member, now=to_instant(self.club.now))
        return next(each.total.amount for each in held if each.currency.key == "points")

    def keep(self, kind: str, name: str, /, **values: Any) -> None:
        self.club.kept(Entry(object=kind, member={"external_id": name}, values=values))


def spend(at_work: Begun, name: str, amount: int) -> None:
    at_work.club.buy(name, amount)


def train(at_work: Begun, name: str, amount: int) -> None:
    for n in range(amount):
        at = at_work.club.now - timedelta(days=n)
        at_work.keep("visit", name, external_id=f"{name}-{n}", checked_in_at=at.isoformat())


def study(at_work: Begun, name: str, amount: int) -> None:
    """Earn points; who has 300 has completed a course, too."""
    completed = amount >= 300
    club, at = at_work.club, to_instant(at_work.club.now)
    now = club.now.isoformat()
    at_work.keep(
        "enrolment", name, external_id=name, enrolled_at=now, progress=60 if completed else 10
    )
    if completed:
        at_work.keep("completion", name, external_id=name, completed_at=now, score=80)
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        earned = Posting(
            member_id=find_member(space, found, f"external_id:{name}"),
            cause=f"lessons-{name}",
            currency="points",
            amount=amount,
            kind=EntryKind.EARN,
            occurred_at=at,
        )
        ledger.post(space, found, [earned], now=at, cause="lessons")


BRINGS: Mapping[str, tuple[Callable[[Begun, str, int], None], int, int]] = {
    "retail": (spend, 950, 1000),
    "fitness": (train, 10, 12),
    "education": (study, 75, 300),
}
"""What members do to rise, how much of it brings them close to a tier, and how much onto one."""


def retail(at_work: Begun) -> None:
    """A birthday on 29 February, a new member, and somebody who stays away."""
    at_work.club.at(2026, 2, 27)
    child = at_work.join("leap", birthday="2000-02-29")
    at_work.run()
    assert at_work.points(child) == 50
    at_work.club.at(2026, 2, 28)
    at_work.run()
    assert at_work.given(child) == ["off_30"]
    assert at_work.told(child) == [("inbox", "welcome"), ("inbox", "birthday")]


def fitness(at_work: Begun) -> None:
    """Who has not come for two weeks is missed, and a coach calls a week later."""
    members = [at_work.join(f"away{n}") for n in range(12)]
    at_work.run()
    for n in range(12):
        now = at_work.club.now.isoformat()
        at_work.keep("visit", f"away{n}", external_id=f"a{n}", checked_in_at=now)
    at_work.run()
    at_work.pass_by(15)
    groups = {run.member_id: dict(at_work.trace(run)) for run in at_work.runs(flow="absent")}
    at_work.pass_by(7)
    for member in members:
        group = groups[member]["groups"]
        assert (COME_BACK in at_work.told(member)) == (group != "holdout")
        assert at_work.given(member) == (["class"] if group == "gift" else [])
        assert at_work.asked().get(member) == (None if group == "holdout" else "absent")


def education(at_work: Begun) -> None:
    """A good score is praised; a low one is a task for the tutor."""
    keen, slow = at_work.join("keen"), at_work.join("slow")
    now = at_work.club.now.isoformat()
    for name, score in (("keen", 60), ("slow", 59)):
        at_work.keep("completion", name, external_id=name, completed_at=now, score=score)
    at_work.run()
    assert at_work.told(keen) == [("inbox", "welcome"), ("inbox", "course_done")]
    assert at_work.told(slow) == [("inbox", "welcome")]
    assert [at_work.asked().get(each) for each in (keen, slow)] == [None, "course_done"]


BESIDES: Mapping[str, Callable[[Begun], None]] = {
    "retail": retail,
    "fitness": fitness,
    "education": education,
}


@every_programme
def test_a_programme_brings_its_automations_switched_off_and_without_fault(
    programme: ReadyMade,
) -> None:
    program = load(programme.document)
    assert len(program.flows) in THREE_TO_FIVE
    assert {each.key for each in program.flows} >= {"near_tier", "welcome"}
    assert not any(each.enabled for each in program.flows)
    assert [each for each in examine(program).findings if each.path.startswith("/flows")] == []
    for flow in program.flows:
        for words in (flow.label, *(each.label for each in flow.steps)):
            assert words.zh != words.en
            assert words.zh
            assert words.en


@every_programme
def test_whoever_clones_a_programme_finds_them_switched_off(
    programme: ReadyMade, spaces: Spaces
) -> None:
    club = Club(spaces, programme.document)
    with spaces.writing(club.workspace_id) as space:
        made = clone(space, programme.key, sample=False, now=club.now, by=None)
        content = drafts.get(space, made.program_id).content
    assert content["flows"] == programme.document["flows"]


@every_programme
def test_nearly_there_brings_a_coupon_and_after_three_days_an_sms_to_whoever_did_not_use_it(
    programme: ReadyMade, spaces: Spaces
) -> None:
    """距离晋升只差一点 → 发专属券 → 3 天未用则短信提醒. All are tried while off."""
    at_work = Begun(spaces, programme)
    club, (brings, nearly, enough) = at_work.club, BRINGS[programme.key]
    early = [at_work.join(name, birthday="2000-02-29") for name in ("risen", "early")]
    brings(at_work, "early", nearly)
    brings(at_work, "risen", enough)
    club.evaluate()
    at_work.run()
    packs = [at_work.so_far(each) for each in early]
    for key in at_work.keys:
        assert any(at_work.tried(key, each) for each in early), key
    assert [at_work.so_far(each) for each in early] == packs
    assert all(told == 0 for _, told in packs)

    at_work.switch_on()
    users = {name: at_work.join(name) for name in ("lazy", "quick")}
    at_work.run()
    at_work.pass_by(15)  # Trials that a welcome brings are over.
    before = {member: at_work.so_far(member) for member in users.values()}
    for name in users:
        brings(at_work, name, nearly)
    at_work.run()
    for member in users.values():
        had, heard = before[member]
        assert at_work.so_far(member) == (had + 1, heard + 1)
        assert at_work.told(member)[-1] == ("inbox", "near_tier")
    assert all(each.send or each.later for each in at_work.judged())
    at_work.use(users["quick"])
    at_work.run()
    club.wait(days=3)
    at_work.run()
    reminded = {name for name, member in users.items() if REMINDER in at_work.told(member)}
    assert reminded == {"lazy"}
    BESIDES[programme.key](at_work)
