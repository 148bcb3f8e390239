"""What each further kind of step does, by which ways it is left, and that it does so once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.clock import to_instant
from app.program.checked_flows import check_flow
from app.program.codec import load
from app.runtime.answers import answered
from app.runtime.benefits import benefits_of
from app.runtime.crash_points import armed
from app.runtime.engine import LEASE
from app.runtime.intake import Entry
from tests.runtime.clubs import Club
from tests.runtime.flowing import COUPON, Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
VISIT = {"kind": "visit"}
TAGS = [
    {
        "key": "member",
        "label": "Member",
        "fields": [{"key": "tags", "kind": "tags", "label": "Tags"}],
    }
]
BADGE = {"key": "star", "kind": "badge", "label": "Star"}
IDEA = {
    "key": "idea",
    "label": "Idea",
    "fields": [
        {"key": "external_id", "kind": "text", "label": "Id", "unique": True},
        {"key": "state", "kind": "choice", "label": "S", "options": {"choices": ["new", "ok"]}},
        {"key": "seen", "kind": "boolean", "label": "Seen"},
    ],
}


class Died(BaseException):
    """Stands for a process that is gone: nobody catches it."""


@contextmanager
def dying_at(n: int) -> Iterator[list[str]]:
    """Die at the n-th crash point that is passed."""
    passed: list[str] = []

    def hook(name: str) -> None:
        passed.append(name)
        if len(passed) == n:
            raise Died

    with armed(hook):
        yield passed


def visiting(club: Clubs, *steps: Any, also: Any = (), **more: Any) -> Flowing:
    found = Flowing(club(programme(flow("activity", *steps, options=VISIT), *also, **more)))
    found.club.join("anna")
    return found


def visit(at_work: Flowing, name: str = "anna") -> None:
    at_work.club.act(name, "visit")
    at_work.run()


def ways(at_work: Flowing) -> list[str]:
    return [way for _, way in at_work.trace(at_work.runs(flow="flow")[-1])]


def second(*steps: Any, **more: Any) -> dict[str, Any]:
    """An automation that others run."""
    return flow("manual", *steps, **more) | {"key": "second"}


def sub(**more: Any) -> dict[str, Any]:
    return step("sub", "sub_flow", **({"flow": "second"} | more))


def test_a_sub_flow_is_a_run_of_its_own_whose_end_is_waited_for(club: Clubs) -> None:
    at_work = visiting(
        club,
        sub(next={"done": "tell"}),
        tell(),
        also=[second(step("rest", "wait", time={"days": 1}), give())],
    )
    visit(at_work)
    assert [(each.flow, each.state) for each in at_work.runs()] == [
        ("flow", "waiting"),
        ("second", "waiting"),
    ]
    at_work.club.wait(days=1)
    at_work.run()
    child = at_work.runs(flow="second")[0]
    assert (child.chain, at_work.states()) == ("flow", ["done", "done"])
    assert ways(at_work) == ["done", "next"]


@pytest.mark.parametrize(
    ("options", "taken"),
    [({"wait": False}, ["next", "next"]), ({"time": {"hours": 1}}, ["timeout", "next"])],
    ids=["not waited for", "too late"],
)
def test_a_sub_flow_that_takes_long_is_not_waited_for_for_ever(
    club: Clubs, options: Any, taken: list[str]
) -> None:
    at_work = visiting(
        club,
        sub(**options, next={taken[0]: "tell"}),
        tell(),
        also=[second(step("rest", "wait", time={"days": 1}))],
    )
    visit(at_work)
    at_work.club.wait(hours=1)
    at_work.run()
    assert ways(at_work) == taken
    assert at_work.states(flow="second") == ["waiting"]


def test_a_sub_flow_that_would_run_itself_is_stopped_and_fails(club: Clubs) -> None:
    back = step("back", "sub_flow", flow="flow")
    at_work = visiting(
        club, sub(next={"failed": "tell", "done": "tell"}), tell(), also=[second(back)]
    )
    visit(at_work)
    looped = [each for each in at_work.runs() if each.state == "looped"]
    assert [each.error for each in looped] == ["flow>second>flow"]


def test_other_runs_end_and_this_one_goes_on(club: Clubs) -> None:
    at_work = visiting(
        club,
        step("only", "end_others"),
        step("rest", "wait", time={"days": 1}),
        give(),
    )
    visit(at_work)
    at_work.club.wait(hours=1)
    visit(at_work)
    assert at_work.states() == ["cancelled", "waiting"]


@pytest.mark.parametrize(("time", "left"), [(None, 1), ({"days": 1}, 0)])
def test_a_badge_is_granted_for_a_time_or_for_good(club: Clubs, time: Any, left: int) -> None:
    options = {"benefit": "star"} | ({} if time is None else {"time": time})
    at_work = visiting(club, step("badge", "grant_benefit", **options), benefits=[BADGE])
    visit(at_work)
    member = at_work.runs()[0].member_id
    found = []
    for _ in range(2):
        with at_work.club.spaces.reading(at_work.club.workspace_id) as space:
            now = to_instant(at_work.club.now)
            found.append(len(benefits_of(space, at_work.club.live, [member], now=now)[member]))
        at_work.club.wait(days=2)
    assert found == [1, left]


def test_the_record_that_set_it_in_motion_is_changed(club: Clubs) -> None:
    """R-45: an adopted suggestion is marked, praised and rewarded."""
    found = flow(
        "record_created",
        step("mark", "change_record", object="idea", values={"state": "ok", "seen": True}),
        give(next={}),
        options={"object": "idea"},
    )
    at_work = Flowing(club(programme(found, objects=[IDEA])))
    at_work.club.join("anna")
    values = {"external_id": "i1", "state": "new"}
    kept = at_work.club.kept(Entry(object="idea", member={"external_id": "anna"}, values=values))
    at_work.run()
    assert (ways(at_work), at_work.coupons(kept.member_id or 0)) == (["next", "next"], 1)


def test_a_record_that_is_gone_or_refuses_goes_another_way(club: Clubs) -> None:
    at_work = visiting(
        club,
        step("mark", "change_record", object="idea", values={"state": "ok"}),
        objects=[IDEA],
    )
    visit(at_work)
    assert ways(at_work) == ["refused"]


@pytest.mark.parametrize("several", [False, True])
def test_tags_say_which_reward_is_given(club: Clubs, *, several: bool) -> None:
    """R-30: a reward for each tag, one for neither, and what both bring."""
    leads = {"films": "cinema", "sports": "course", "else": "usual"}
    leads |= {"several": "both"} if several else {}
    rewards = (*leads.values(),)
    at_work = Flowing(
        club(
            programme(
                flow(
                    "tier_changed",
                    step(
                        "which",
                        "tag_split",
                        field="tags",
                        tags=["films", "sports"],
                        several=several,
                        next=leads,
                    ),
                    *(tell(key, title=key, next={}) for key in rewards),
                    options={"ladder": "main"},
                ),
                objects=TAGS,
            )
        )
    )
    held = {"anna": ["sports", "films"], "ben": ["sports"], "cleo": None}
    ids = {name: at_work.club.join(name, tags=each) for name, each in held.items()}
    for name in held:
        at_work.club.buy(name, 1000)
    at_work.run()
    given = {name: at_work.messages(each)[0].body["title"]["en"] for name, each in ids.items()}
    both = "both" if several else "cinema"
    assert given == {"anna": both, "ben": "course", "cleo": "usual"}


@pytest.mark.parametrize(("hour", "waits"), [(20, False), (21, True), (8, True), (9, False)])
def test_quiet_hours_are_waited_out(club: Clubs, hour: int, *, waits: bool) -> None:
    at_work = visiting(club, step("rest", "wait_quiet", quiet={"from": "21:00", "to": "09:00"}))
    at_work.club.at(2026, 3, 2, hour)
    visit(at_work)
    assert at_work.states() == ["waiting" if waits else "done"]
    at_work.club.wait(hours=12)
    at_work.run()
    assert at_work.states() == ["done"]


def call(**more: Any) -> dict[str, Any]:
    return step("call", "webhook", type="member.risen", **more)


def test_a_webhook_says_what_the_step_works_out_for_each_member(club: Clubs) -> None:
    data = {"spent": {"sum_of": ["order.net", "365d"]}, "name": {"var": "external_id"}}
    at_work = visiting(club, call(data=data))
    at_work.club.buy("anna", "12.50")
    visit(at_work)
    (sent,) = at_work.messages(at_work.runs()[0].member_id)
    assert (sent.channel, sent.state, sent.body["webhook"]["data"]) == (
        "webhook",
        "ready",
        {"spent": 12.5, "name": "anna"},
    )


@pytest.mark.parametrize(("ok", "way"), [(True, "ok"), (False, "failed"), (None, "timeout")])
def test_the_answer_to_a_webhook_says_which_way_to_go(
    club: Clubs, *, ok: bool | None, way: str
) -> None:
    at_work = visiting(club, call(wait=True, time={"hours": 1}))
    visit(at_work)
    run, held = at_work.runs()[0], at_work.club
    (sent,) = at_work.messages(run.member_id)
    assert at_work.states() == ["waiting"]
    if ok is not None:
        with held.spaces.writing(held.workspace_id) as space:
            asked = (space, held.program_id, run.member_id, run.id, sent.idem)
            assert answered(*asked, ok=ok, now=to_instant(held.now))
            assert not answered(*asked, ok=ok, now=to_instant(held.now))
    held.wait(hours=0 if ok is not None else 1)
    at_work.run()
    assert ways(at_work) == [way]
    assert len(at_work.messages(run.member_id)) == 1


@pytest.mark.parametrize(
    ("made", "place"),
    [
        (step("a", "sub_flow", flow="nowhere"), "/options/flow"),
        (step("a", "grant_benefit", benefit="nothing"), "/options/benefit"),
        (step("a", "end_others", flow="nowhere"), "/options/flow"),
        (step("a", "tag_split", field="name", tags=["x"]), "/options/field"),
        (step("a", "wait_quiet", quiet={"from": "9", "to": "10"}), "/options/quiet"),
        (step("a", "webhook", data={"x": {"var": "nothing"}}), "/options/data/x"),
        (step("a", "webhook", data=[1]), "/options/data"),
        (step("a", "change_record", object="idea", values={"no": 1}), "/options/values/no"),
        (step("a", "task", title="T", role="king"), "/options/role"),
        (step("a", "task", title="T", shown=["nothing"]), "/options/shown/0"),
        (step("a", "task", role="owner"), "/options/title"),
        (step("a", "approval", title="T", roles=["king"]), "/options/roles/0"),
        (step("a", "approval", title="T", due={"weeks": 1}), "/options/due"),
        (
            step("a", "approval", title="T", object="idea", record_edited=["no"]),
            "/options/record_edited/0",
        ),
    ],
)
def test_options_that_will_not_do_are_found_where_they_stand(made: Any, place: str) -> None:
    program = load(programme(flow("activity", made, options=VISIT), objects=[IDEA]))
    findings: list[Any] = []
    check_flow(program, program.flows[0], "", findings)
    assert place in {each.path.removeprefix("/steps/0") for each in findings}


STEPS: dict[str, list[dict[str, Any]]] = {
    "task": [step("a", "task", title="T", due={"hours": 1}, remind={"minutes": 1})],
    "sub_flow": [sub(next={"done": "give"}), give()],
    "grant_benefit": [step("a", "grant_benefit", benefit="star")],
    "webhook": [call(wait=True)],
    "end_others": [step("a", "end_others"), give()],
}


@pytest.mark.parametrize("kind", STEPS)
def test_a_process_that_dies_anywhere_in_a_step_does_it_once_all_the_same(
    club: Clubs, kind: str
) -> None:
    at_work = visiting(
        club, *STEPS[kind], also=[second(give("gift"))], benefits=[BADGE], coupons=[COUPON]
    )
    visit(at_work)
    anna = at_work.runs()[0].member_id
    for n in range(1, 30):
        name = f"m{n}"
        member = at_work.club.join(name)
        at_work.club.act(name, "visit")
        with dying_at(n) as passed:
            try:
                at_work.run()
            except Died:
                at_work.club.wait(seconds=LEASE // 1_000_000 + 1)
        died = len(passed) >= n
        at_work.run()
        assert done_for(at_work, member) == done_for(at_work, anna), (n, passed[-1:])
        if not died:
            break
    assert n > 4


def done_for(at_work: Flowing, member: int) -> tuple[Any, ...]:
    """Give what there is of a member."""
    runs = at_work.runs(member_id=member)
    return (
        sorted((each.flow, each.state, at_work.trace(each)) for each in runs),
        at_work.coupons(member),
        len(at_work.messages(member)),
    )
