"""A product with two teams in it, each with a programme, and people of every role."""

import re
from copy import copy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from app import config
from app.access import Role
from app.clock import to_instant
from app.passwords import hash_password
from app.runtime.intake import Entry
from app.secrets import digest_of, new_secret
from app.storage import accounts, sessions
from app.storage.spaces import Spaces
from tests.runtime.clubs import NOON, Club
from tests.web.served import served

PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
EMAIL = "{role}@{team}.example"


def at_least(amount: Any) -> dict[str, Any]:
    """Spend over the last 365 days is at least an amount."""
    return {">=": [{"sum_of": ["order.net", "365d"]}, amount]}


def tier(key: str, zh: str, en: str, condition: Any = None) -> dict[str, Any]:
    shown = {"key": key, "label": {"zh": zh, "en": en}, "color": key}
    return shown if condition is None else {**shown, "condition": condition}


CONTENT = {
    "format": 1,
    "key": "shop",
    "label": {"zh": "零售会员", "en": "Retail membership"},
    "ladders": [
        {
            "key": "main",
            "label": {"zh": "会员等级", "en": "Tiers"},
            "tiers": [
                tier("slate", "普通会员", "Regular"),
                tier("bronze", "铜卡会员", "Bronze", at_least(300)),
                tier(
                    "gold",
                    "金卡会员",
                    "Gold",
                    {"and": [at_least(3000), {">=": [{"count_of": ["order", "365d"]}, 40]}]},
                ),
            ],
        }
    ],
}


class House:
    """The product with two teams, `mine` and `theirs`; its clock moves only when told to."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.spaces = Spaces(engine)
        self.now = NOON
        self.mine = Club(self.spaces, CONTENT, key="mine")
        self.theirs = Club(self.spaces, CONTENT, key="theirs")
        self.folder = folder
        self.app = self.served_at("http://127.0.0.1:8000")
        self.people = {
            (team, role): self.add(club, team, role)
            for team, club in (("mine", self.mine), ("theirs", self.theirs))
            for role in Role
        }

    def moved_to(self, engine: Engine, folder: Path) -> "House":
        """Give the same house over a copy of its database."""
        moved = copy(self)
        moved.spaces, moved.folder = Spaces(engine), folder
        moved.mine, moved.theirs = copy(self.mine), copy(self.theirs)
        moved.mine.spaces = moved.theirs.spaces = moved.spaces
        moved.app = moved.served_at("http://127.0.0.1:8000")
        return moved

    def served_at(self, address: str) -> Flask:
        """Make the application as it is served at an address."""
        known = config.load({"RUNGS_DATA_DIR": str(self.folder), "RUNGS_PUBLIC_URL": address})
        return served(known, engine=self.spaces.engine, clock=lambda: self.now)

    def add(self, club: Club, team: str, role: Role) -> int:
        with self.spaces.installation() as connection:
            user_id = accounts.add_user(
                connection,
                self.spaces.ids,
                email=EMAIL.format(role=role.value, team=team),
                name=f"{role.value} of {team}",
                at=to_instant(self.now),
            )
            accounts.join(connection, user_id, club.workspace_id, role)
        return user_id

    def give_password(self, user_id: int, password: str = PASSWORD) -> None:
        with self.spaces.installation() as connection:
            accounts.set_password(connection, user_id, hash_password(password))

    def link(self, user_id: int, *, minutes: int = 15) -> str:
        """Make a sign-in link as the console does, and give its address."""
        secret = new_secret()
        with self.spaces.installation() as connection:
            until = to_instant(self.now + timedelta(minutes=minutes))
            sessions.add_link(connection, digest_of(secret), user_id=user_id, expires_at=until)
        return f"/sign-in/{secret}"

    def wait(self, **time: float) -> None:
        self.now = self.mine.now = self.now + timedelta(**time)

    def visitor(self) -> "Visitor":
        return Visitor(self, self.app.test_client())

    def signed_in(self, role: Role = Role.OWNER, team: str = "mine") -> "Visitor":
        visitor = self.visitor()
        answer = visitor.post(self.link(self.people[team, role]))
        assert answer.status_code == 302, answer.text
        return visitor

    @property
    def at(self) -> str:
        """Where my programme is."""
        return f"/programs/{self.mine.program_id}"


class Visitor:
    """Somebody with a browser: takes the token of a form along, as a browser would."""

    def __init__(self, house: House, client: FlaskClient) -> None:
        self.house = house
        self.client = client

    def get(self, path: str, **more: Any) -> TestResponse:
        # A file that is served stays open until its answer is read to the end.
        return self.client.get(path, buffered=True, **more)

    def read(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def token(self) -> str:
        found = TOKEN.search(self.get("/sign-in", follow_redirects=True).text)
        assert found is not None
        return found[1]

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        filled = {"csrf_token": self.token(), **(data or {})}
        return self.client.post(path, data=filled, **more)


def enrol(club: Club, key: str, **values: Any) -> int:
    """Make a member, who is called by the external id, with further fields."""
    entry = Entry(
        object="member",
        values={"external_id": key, "joined_at": club.now.isoformat(), **values},
    )
    made = club.kept(entry).record_id
    assert made is not None
    return made


def some_members(club: Club) -> dict[str, int]:
    """Three members: one who never bought, one with much, one who just began."""
    found = {
        "idle": enrol(club, "idle", name="闲闲"),
        "rich": enrol(club, "rich", name="林婉清", phone="13800138000"),
        "new": enrol(club, "new", name="王建国", phone="13900139000"),
    }
    club.send(*(_order("rich", n, 120, club.now - timedelta(days=30 + n)) for n in range(30)))
    club.send(_order("new", 99, 20.5, club.now))
    return found


def _order(key: str, n: int, amount: float, at: datetime) -> Entry:
    values = {"external_id": f"o{n}", "amount": amount, "paid_at": at.isoformat()}
    return Entry(object="order", member={"external_id": key}, values=values)
