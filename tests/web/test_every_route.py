"""What holds for every address there is: who may come in, and whose things are found."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.access import Can, Role
from app.builder import versions
from app.clock import to_instant
from app.errors import Misconfigured
from app.runtime import flow_control, starting
from app.runtime.bulk import Wanted, begin
from app.runtime.coupons import Issuance, issue
from app.runtime.engine import Engine, run_until_idle
from app.runtime.forms import Sending, submit
from app.runtime.granting import Granted, grant
from app.runtime.intake import Entry
from app.runtime.message_links import Reader, token_of
from app.runtime.releases import live
from app.runtime.starting import Start
from app.storage import channels, form_links, run_list, saved_views, task_lists
from app.storage.bulk_jobs import Action
from app.storage.layers import Kind
from app.storage.run_list import Wanted as Runs
from app.storage.saved_views import SavedView
from app.storage.sets import as_given
from app.web.policy import Open, policy_of, refuse_views_without_policy
from app.web.portal.signatures import receipt
from tests.web.houses import CONTENT, House, some_members

NOT_PAGES = frozenset({"api", "health", "hooks", "static"})
"""The API and incoming webhooks have tests of its own; probes and files are for everybody."""
LEADS_ELSEWHERE = frozenset({"gallery.coming"})
"""Where sample data are on their way; a programme without them has its overview."""
Address = tuple[str, str, str]
"""Endpoint, method and path."""


SPARE = {"key": "spare", "label": "备用", "kind": "integer", "value": 1}
"""A parameter that no rule uses yet."""


BUYERS = {"key": "buyers", "label": "买家", "where": {">=": [{"count_of": ["order"]}, 1]}}


def a_view_and_a_change(house: House, member: int) -> tuple[int, int]:
    """Save a view for the team, and change a field of a member as one does for many."""
    club, now = house.mine, to_instant(house.now)
    view = SavedView(id=0, owner_id=0, shared=True, name="金卡", content={})
    wanted = Wanted(action=Action.SET, field="name", value="林婉清")
    with house.spaces.writing(club.workspace_id) as space:
        chosen = as_given(space.connection.dialect.name, [member])
        job = begin(space, live(space, club.program_id), wanted, chosen, now=now, by=None)
        return saved_views.add(space, club.program_id, view, at=now), job.id


CITY = {"key": "city", "kind": "text", "label": {"zh": "城市", "en": "City"}}
MEMBER = {"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": [CITY]}
ASKED: dict[str, dict[str, Any]] = {
    "builder.retype": {"object": "member", "field": "city", "kind": "long_text"},
    "records.new_start": {"everybody": "y", "flow": SPARE["key"]},
}
"""What an address must be asked with, for it to have an answer."""

JOIN: dict[str, Any] = {
    "key": "join",
    "label": "入会",
    "who": {"by": "phone"},
    "pages": [{"key": "one", "items": [{"kind": "field", "key": "phone", "field": "phone"}]}],
}


def a_submission(house: House) -> int:
    """Have somebody join by the form."""
    club, now = house.mine, to_instant(house.now)
    sending = Sending(form="join", answers={"phone": "13700137000"}, key="x", cause="form")
    with house.spaces.writing(club.workspace_id) as space:
        return submit(space, live(space, club.program_id), sending, now=now).submission.id


EARNING: dict[str, Any] = {
    "earning": {
        "rules": [
            {
                "key": "spend",
                "label": {"zh": "消费积分", "en": "Points for spend"},
                "amount": {"give": 1, "each": 1},
                "budget": "launch",
            },
            {
                "key": "review",
                "label": {"zh": "评价", "en": "Reviews"},
                "object": "activity",
                "kind": "review",
                "amount": 20,
            },
        ],
        "boosts": [
            {
                "key": "sprint",
                "label": {"zh": "积分冲刺日", "en": "Sprint day"},
                "times": 2,
                "when": {"days": [8, 18]},
            }
        ],
    },
    "budgets": [
        {"key": "launch", "label": {"zh": "首发", "en": "Launch"}, "most": 10000},
        {"key": "teas", "label": {"zh": "茶券", "en": "Teas"}, "of": "coupons", "most": 1},
    ],
}
"""Points for orders and reviews."""


SHOP_DAYS: dict[str, Any] = {
    "key": "shop_days",
    "label": {"zh": "门店的日子", "en": "Days of the shop"},
    "days": [
        {
            "key": "member_day",
            "label": {"zh": "会员日", "en": "Members' day"},
            "monthly": [8, 18, 28],
        },
        {"key": "tuesday", "label": {"zh": "周二双倍", "en": "Double Tuesday"}, "weekly": ["tue"]},
    ],
}


TEA = {
    "key": "tea",
    "kind": "gift",
    "label": "茶券",
    "options": {"what": "茶"},
    "budget": "teas",
}


CARE = {"key": "care", "kind": "discount", "label": "折扣"}


def ladders() -> list[Any]:
    """Have gold give something: a benefit, a pack, and a coupon every month."""
    (ladder,) = json.loads(json.dumps(CONTENT["ladders"]))
    ladder["tiers"][2] |= {
        "benefits": [{"benefit": "care", "options": {"percent_off": 12}}],
        "pack": {"coupons": ["tea"], "points": [{"amount": 100}]},
        "recurring": [{"key": "monthly", "coupon": "tea", "every": "month"}],
    }
    return [ladder]


HELLO: dict[str, Any] = {
    "key": "hello",
    "label": {"zh": "问候", "en": "Hello"},
    "purpose": "marketing",
    "texts": {
        "general": {
            "title": {"zh": "你好 {{ member.name }}", "en": "Hello {{ member.name }}"},
            "text": {"zh": "{{ next.missing }}", "en": "{{ next.missing }}"},
        },
        "sms": {
            "text": {"zh": "{{ tier.label }}，退订回 R", "en": "{{ tier.label }}, STOP ends it"}
        },
        "email": {
            "title": {"zh": "你好", "en": "Hello"},
            "html": {
                "zh": '<h2>{{ tier.label }}</h2><a href="{{ links.unsubscribe }}">退订</a>',
                "en": '<h2>{{ tier.label }}</h2><a href="{{ links.unsubscribe }}">Unsubscribe</a>',
            },
        },
    },
}


def a_reader(house: House, member: int) -> str:
    """Give what stands in the address at which a member ends messages."""
    club = house.mine
    return token_of(
        Reader(
            workspace_id=club.workspace_id,
            program_id=club.program_id,
            member_id=member,
            channel="sms",
        )
    )


def a_coupon(house: House, member: int) -> int:
    """Issue a coupon to a member."""
    club, now = house.mine, to_instant(house.now)
    asked = [Issuance(member_id=member, design="tea", cause="x")]
    with house.spaces.writing(club.workspace_id) as space:
        (one,) = issue(space, live(space, club.program_id), asked, now=now)
        return one.id


GREETING: dict[str, Any] = {
    "key": SPARE["key"],
    "label": "问候",
    "trigger": {"kind": "manual"},
    "start": "rest",
    "steps": [{"key": "rest", "kind": "wait", "options": {"time": {"days": 1}}}],
}


HOOKED: dict[str, Any] = {
    **GREETING,
    "key": "hooked",
    "trigger": {"kind": "webhook", "options": {"member": {"var": "id"}}},
}


ASKING: dict[str, Any] = {
    **GREETING,
    "key": "asking",
    "start": "decide",
    "steps": [
        {
            "key": "decide",
            "kind": "approval",
            "options": {"title": "Well?", "roles": ["owner", "operator", "analyst", "clerk"]},
        }
    ],
}
"""Asks everybody who may be asked."""


def a_task(house: House, member: int) -> str:
    """Let a member come to where people are asked, and name the task."""
    club, now = house.mine, to_instant(house.now)
    with house.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        flow_control.start(space, found, ASKING["key"], [member], now=now, cause="x")
    engine = Engine(spaces=house.spaces, worker="test", clock=lambda: now)
    run_until_idle(engine, club.workspace_id, club.program_id)
    with house.spaces.reading(club.workspace_id) as space:
        (task,) = task_lists.page(space, club.program_id, task_lists.Wanted(), limit=2)
    return task.key


def a_run(house: House, member: int) -> str:
    """Let a member into an automation by hand, and name the run."""
    club, now = house.mine, to_instant(house.now)
    with house.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        flow_control.start(space, found, GREETING["key"], [member], now=now, cause="x")
        (run,) = run_list.page(space, club.program_id, Runs(member_id=member), limit=1)
        return run.key


def a_start(house: House, member: int) -> int:
    """Start an automation for a member who is in it already: that is refused."""
    club, now = house.mine, to_instant(house.now)
    with house.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        whom = as_given(space.connection.dialect.name, [member])
        asked = Start(flow=GREETING["key"], members=whom, skip_inside=True)
        job = starting.begin(space, found, asked, now=now, by=None)
        return starting.at_once(space, found, job, now=now).id


def a_channel(house: House) -> int:
    """Set up an account by which messages leave."""
    club, now = house.mine, to_instant(house.now)
    with house.spaces.writing(club.workspace_id) as space:
        return channels.add(
            space, club.program_id, kind="wecom", name="x", settings={}, secrets=None, now=now
        )


def a_version(house: House) -> int:
    """Keep the draft as it is under a name."""
    club = house.mine
    with house.spaces.writing(club.workspace_id) as space:
        return versions.keep(space, club.program_id, name="first", note="", now=house.now, by=None)


def public_address(house: House, submission_id: int) -> dict[str, str]:
    """Give what stands in the address of a public form, and of its thanks."""
    club = house.mine
    with house.spaces.reading(club.workspace_id) as space:
        link = form_links.links(space, club.program_id)[JOIN["key"]]
    with house.app.app_context():
        return {"token": link.token, "receipt": receipt(link, submission_id)}


def addresses(house: House, values: dict[str, Any]) -> Iterator[Address]:
    """Fill every pattern of our pages with what is there."""
    for rule in house.app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in NOT_PAGES:
            continue
        known = {**values, **(rule.defaults or {})}
        filled = {name: known[name] for name in rule.arguments} | ASKED.get(rule.endpoint, {})
        with house.app.test_request_context():
            path = house.app.url_for(rule.endpoint, **filled)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method, path


def an_order(house: House, member: int) -> int:
    """Have a member buy something."""
    values = {"amount": "12.5", "paid_at": house.now.isoformat()}
    bought = house.mine.kept(Entry(object="order", member={"id": str(member)}, values=values))
    assert bought.record_id is not None
    return bought.record_id


def a_layer(house: House, member: int) -> int:
    """Give a member a tier by hand."""
    club, now = house.mine, to_instant(house.now)
    wanted = Granted(
        member_id=member,
        ladder="main",
        kind=Kind.FLOOR,
        tier="bronze",
        reason="a guest",
        starts_at=now,
    )
    with house.spaces.writing(club.workspace_id) as space:
        return grant(space, live(space, club.program_id), wanted, now=now, by=None).id


def mine(house: House) -> list[Address]:
    """Every address there is, with a member, a release, a coupon and so on that exist."""
    designed = {
        "objects": [MEMBER],
        "parameters": [SPARE],
        "segments": [BUYERS],
        "forms": [JOIN],
        "coupons": [TEA],
        "benefits": [CARE],
        "ladders": ladders(),
        "templates": [HELLO],
        **EARNING,
        "calendars": [SHOP_DAYS],
        "flows": [GREETING, HOOKED, ASKING],
    }
    house.mine.publish({**CONTENT, **designed})
    member = some_members(house.mine)["rich"]
    values: dict[str, Any] = {
        "program_id": house.mine.program_id,
        "member_id": member,
        "secret": "x",
    }
    values["key"] = SPARE["key"]
    values["object_key"], values["record_id"] = "order", an_order(house, member)
    values["layer_id"] = a_layer(house, member)
    values["segment"] = BUYERS["key"]
    values["part"], values["thing"] = "rules", "spend"
    values["offer"], values["design"] = "coupons", TEA["key"]
    values["budget"] = "teas"
    values["ladder"], values["tier"] = "main", "gold"
    values["currency"], values["parameter"] = "points", SPARE["key"]
    values["calendar"], values["day"] = SHOP_DAYS["key"], "member_day"
    values["coupon_id"] = a_coupon(house, member)
    values["form"], values["submission_id"] = JOIN["key"], a_submission(house)
    values["run"] = a_run(house, member)
    values["start_id"] = a_start(house, member)
    values["task"] = a_task(house, member)
    values["hooked"] = HOOKED["key"]
    values["subject"] = "flow"
    values["template"] = "retail"
    values["message"] = HELLO["key"]
    values["reader"] = a_reader(house, member)
    values["number"] = a_version(house)
    values["kind"], values["channel_id"] = "wecom", a_channel(house)
    values |= public_address(house, values["submission_id"])
    values["view_id"], values["job_id"] = a_view_and_a_change(house, member)
    return list(addresses(house, values))


def test_no_view_is_without_a_policy(house: House) -> None:
    endpoints = {rule.endpoint for rule in house.app.url_map.iter_rules()}
    assert len(endpoints) > 12
    assert all(policy_of(house.app, each) is not None for each in endpoints)


def test_the_product_does_not_start_with_a_view_that_names_no_policy() -> None:
    app = Flask("forgotten")
    app.add_url_rule("/open", "open", lambda: "everything")
    with pytest.raises(Misconfigured, match="open"):
        refuse_views_without_policy(app)


def test_a_stranger_reaches_no_page_that_is_not_public(house: House) -> None:
    stranger = house.visitor()
    looked = 0
    for endpoint, method, path in mine(house):
        if policy_of(house.app, endpoint) is Open.PUBLIC:
            continue
        answer = stranger.client.open(path, method=method)
        looked += 1
        if method == "GET":
            assert answer.status_code == 302, path
            assert answer.headers["Location"].startswith("/sign-in"), path
        else:
            assert answer.status_code == 401, path
        assert "零售会员" not in answer.text
    assert looked > 10


def test_another_team_finds_nothing_of_ours(house: House) -> None:
    visitor = house.signed_in(team="theirs")
    token = visitor.token()
    looked = 0
    for endpoint, method, path in mine(house):
        if not (isinstance(policy_of(house.app, endpoint), Can) and path.startswith(house.at)):
            continue
        data = {"csrf_token": token, "text": "[]", "version": "1", "sure": "y", "apply": "now"}
        answer = visitor.client.open(path, method=method, data=data if method == "POST" else None)
        assert answer.status_code == 404, f"{method} {path}: {answer.status_code}"
        looked += 1
    assert looked >= 10


def test_a_member_of_ours_is_not_found_through_their_programme(house: House) -> None:
    member = some_members(house.mine)["rich"]
    visitor = house.signed_in(team="theirs")
    theirs = f"/programs/{house.theirs.program_id}/members"
    assert visitor.get(theirs).status_code == 200
    assert visitor.get(f"{theirs}/{member}").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_each_role_reaches_what_it_may_and_nothing_else(house: House, role: Role) -> None:
    visitor = house.signed_in(role)
    for endpoint, method, path in mine(house):
        asked = policy_of(house.app, endpoint)
        if not isinstance(asked, Can) or method == "POST" or endpoint in LEADS_ELSEWHERE:
            continue
        status = visitor.get(path).status_code
        assert status == (200 if role.may(asked) else 403), f"{role} {path}: {status}"


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.CLERK])
def test_who_may_only_read_changes_nothing(house: House, role: Role) -> None:
    visitor = house.signed_in(role)
    data = {"text": "[]", "version": "1", "sure": "y", "apply": "now"}
    for path in ("releases", "releases/1"):
        assert visitor.post(f"{house.at}/{path}", data).status_code == 403
    token = {"X-CSRFToken": visitor.token()}
    sent = visitor.client.put(
        f"{house.at}/draft.json", json={"content": {}, "seen": 1}, headers=token
    )
    assert sent.status_code == 403


def test_a_workspace_one_does_not_belong_to_cannot_be_opened(house: House) -> None:
    visitor = house.signed_in()
    visitor.post("/workspace", {"workspace": str(house.theirs.workspace_id)})
    assert visitor.get(f"/programs/{house.theirs.program_id}").status_code == 404
    assert visitor.get(house.at).status_code == 200


def test_every_answer_carries_the_strict_policy(house: House) -> None:
    visitor = house.signed_in()
    for path in (house.at, "/sign-in", "/nowhere", "/static/app.js"):
        headers = visitor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_holds_a_style_or_a_handler_of_its_own(house: House) -> None:
    visitor = house.signed_in()
    pages = [path for _, method, path in mine(house) if method == "GET"]
    for path in pages:
        answer = visitor.get(path, follow_redirects=True)
        if answer.mimetype != "text/html":
            continue
        text = answer.text
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text), path
        scripts = re.findall(r"<script\b([^>]*)>", text)
        assert all("src=" in each or 'type="application/json"' in each for each in scripts), path
