"""The list of members as a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from flask import request

from app.access import Can
from app.errors import Finding, Severity
from app.expression.check import Checked, check
from app.expression.types import Boolean, ListOf, Text
from app.program.objects import MEMBER
from app.program.scope import scope_of
from app.program.sentences import sentence
from app.runtime.member_list import Figure, Found, Question, filter_scope, find_members, read_filter
from app.runtime.releases import Live, live
from app.web.frame import Here
from app.web.records import addresses
from app.web.records.filters import filter_words
from app.web.records.model import Chip, Heading, MemberRow, MembersPage
from app.web.records.showing import (
    field_shown,
    initial_of_member,
    name_of,
    tier_shown,
    typed_shown,
)
from app.words import Words

SIZE = 50
MOST_FIGURES = 4
LONGEST_RULE = 65_536
JOINED = "joined_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for, as it was written."""

    search: str
    ladder: str | None
    tier: str | None
    rule: str
    sort: str | None
    descending: bool
    after: str | None

    @classmethod
    def now(cls) -> "Asked":
        sort = request.args.get("sort", "")
        return cls(
            search=request.args.get("q", ""),
            ladder=request.args.get("ladder"),
            tier=request.args.get("tier"),
            rule=request.args.get("rule", "").strip(),
            sort=sort.removeprefix("-") or None,
            descending=sort.startswith("-"),
            after=request.args.get("after"),
        )

    def address(self, **other: str | None) -> dict[str, str]:
        """Write the same question with something changed, as parts of an address."""
        sort = f"-{self.sort}" if self.descending else self.sort
        mine = {
            "q": self.search,
            "ladder": self.ladder,
            "tier": self.tier,
            "rule": self.rule,
            "sort": sort,
        }
        return {key: value for key, value in (mine | other).items() if value}


def members_page(here: Here) -> MembersPage:
    found = live(here.space, here.program_id)
    return _Page(here=here, live=found, asked=Asked.now()).page()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    here: Here
    live: Live
    asked: Asked

    @property
    def personal(self) -> bool:
        return self.here.visitor.may(Can.READ_PERSONAL)

    def page(self) -> MembersPage:
        rule, findings = self.rule()
        figures = self.figures()
        found = self.found(rule, figures) if not _blocks(findings) else Found(members=(), next=None)
        asked, here = self.asked, self.here
        return MembersPage(
            url=here.url("records.members"),
            at_risk_url=here.url("records.at_risk"),
            search=asked.search,
            personal=self.personal,
            rule=asked.rule,
            sentence=self.sentence(rule),
            findings=findings,
            chips=self.chips(),
            columns=self.columns(figures),
            rows=tuple(self.row(each, figures) for each in found.members),
            size=SIZE,
            first_url=self.url(after=None) if asked.after else None,
            next_url=self.url(after=addresses.write(found.next.value, found.next.member_id))
            if found.next
            else None,
            plain_url=here.url("records.members"),
            searched=bool(asked.search or asked.rule or asked.tier),
            kept_by_search=asked.address(q=None),
            kept_by_filter=asked.address(rule=None),
            filter_words=filter_words(self.live, personal=self.personal),
        )

    def url(self, **other: str | None) -> str:
        return self.here.url("records.members", **self.asked.address(**other))

    def rule(self) -> tuple[Checked | None, tuple[Finding, ...]]:
        """Read the filter; what is wrong with it is shown beside it, and it stays as typed."""
        if not self.asked.rule:
            return None, ()
        try:
            document = orjson.loads(self.asked.rule[:LONGEST_RULE])
        except orjson.JSONDecodeError as error:
            return None, (_unreadable(error),)
        checked = read_filter(self.live, document, personal=self.personal)
        return checked, checked.findings

    def sentence(self, rule: Checked | None) -> str:
        if rule is None or _blocks(rule.findings):
            return ""
        return sentence(rule, filter_scope(self.live)).to(self.here.formats.language)

    def found(self, rule: Checked | None, figures: tuple[Figure, ...]) -> Found:
        question = Question(
            search=self.asked.search,
            ladder=self.ladder_key,
            tier=self.asked.tier,
            rule=rule,
            sort=self.asked.sort,
            descending=self.asked.descending,
            after=addresses.mark(self.asked.after),
            size=SIZE,
            personal=self.personal,
        )
        moment = self.live.moment(self.here.now)
        return find_members(self.here.space, self.live, question, figures, moment)

    @property
    def ladder_key(self) -> str | None:
        known = [each.key for each in self.live.checked.program.ladders]
        return self.asked.ladder if self.asked.ladder in known else next(iter(known), None)

    def figures(self) -> tuple[Figure, ...]:
        """Take the metrics that the ladders read, most of them numbers, as columns."""
        scope = scope_of(self.live.checked.program, MEMBER)
        found = [
            Figure(key=f"m{n}", checked=check(orjson.loads(each.normal_form), scope, expect=None))
            for n, each in enumerate(self.live.checked.rollups.get(MEMBER, ()))
            if not isinstance(each.type, Boolean | ListOf | Text)
        ]
        return tuple(each for each in found if not each.checked.errors)[:MOST_FIGURES]

    def chips(self) -> tuple[Chip, ...]:
        if self.ladder_key is None:
            return ()
        ladder = self.live.checked.program.ladder(self.ladder_key)
        tiers: list[tuple[str | None, Words]] = [(None, Words("全部", "All"))]
        tiers += [(each.key, each.label) for each in reversed(ladder.tiers)]
        return tuple(
            Chip(
                label=label,
                url=self.url(tier=key, ladder=ladder.key if key else None),
                current=self.asked.tier == key,
            )
            for key, label in tiers
        )

    def columns(self, figures: tuple[Figure, ...]) -> tuple[Heading, ...]:
        scope = scope_of(self.live.checked.program, MEMBER)
        return (
            Heading(label=Words("会员", "Member")),
            Heading(label=Words("等级", "Tier")),
            *(
                self.heading(each.key, sentence(each.checked, scope), number=True)
                for each in figures
            ),
            self.heading(JOINED, Words("入会", "Joined"), number=True),
        )

    def heading(self, key: str, label: Words, *, number: bool) -> Heading:
        mine = self.asked.sort == key
        turned = mine and self.asked.descending
        order = ("descending" if self.asked.descending else "ascending") if mine else None
        return Heading(
            label=label,
            number=number,
            url=self.url(sort=key if turned else f"-{key}"),
            sorted=order,
        )

    def row(self, member: Mapping[str, Any], figures: tuple[Figure, ...]) -> MemberRow:
        name = name_of(member, personal=self.personal)
        designed = self.live.catalogue.members.object
        formats = self.here.formats
        tier = None
        if self.ladder_key:
            ladder = self.live.checked.program.ladder(self.ladder_key)
            tier = tier_shown(ladder, member[f"tier:{self.ladder_key}"])
        return MemberRow(
            title=name,
            initial=initial_of_member(name),
            number=_number(member, name),
            url=self.here.url("records.member", member_id=member["id"]),
            tier=tier,
            cells=(
                *(
                    typed_shown(member[f"figure:{each.key}"], each.checked.type, formats)
                    for each in figures
                ),
                field_shown(
                    member.get(JOINED), designed.field(JOINED), formats, personal=self.personal
                )[:10],
            ),
        )


def _number(member: Mapping[str, Any], name: str) -> str:
    """Give the number below the name, unless the member is called by it."""
    found = [str(member[key]) for key in ("number", "external_id") if member.get(key)]
    return next((each for each in found if each != name), "")


def _blocks(findings: tuple[Finding, ...]) -> bool:
    return any(each.severity is Severity.ERROR for each in findings)


def _unreadable(error: orjson.JSONDecodeError) -> Finding:
    return Finding(
        path="",
        message=Words(
            f"这不是 JSON：第 {error.lineno} 行第 {error.colno} 个字符附近读不下去。",
            f"This is not JSON: reading stops at line {error.lineno}, character {error.colno}.",
        ),
    )
