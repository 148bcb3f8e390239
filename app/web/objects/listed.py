"""The records of an object as a list: searched, narrowed, sorted, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer

from app.errors import NotFound
from app.program.choices import choices_of
from app.program.field import Field
from app.program.objects import MEMBER
from app.runtime.listing import CREATED, Mark, Wish, count_up_to, find, sortable
from app.runtime.naming import number_of
from app.storage import records
from app.web.objects.model import ChoiceFilter, ListPage, RecordRow
from app.web.objects.opened import POSTED, Opened
from app.web.objects.overview import MOST_COUNTED
from app.web.objects.showing import Around, count_shown, title_field, title_of
from app.web.records.addresses import StrangeAddress
from app.web.records.inputs import YES_OR_NO
from app.web.records.list_model import Heading, Option
from app.web.records.showing import name_of
from app.words import Words

SIZE = 50
MOST_FILTERS = 4
HOLDS = "is."
"""Before the key of a field: what it must hold."""
NUMBERS = frozenset({"integer", "number", "money", "percent"})


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What an address asks for of an object's records."""

    opened: Opened

    @cached_property
    def search(self) -> str:
        # No text that is kept holds the character that databases cannot take.
        return request.args.get("q", "").replace("\x00", "").strip()

    @cached_property
    def member_id(self) -> int | None:
        return number_of(request.args.get("member", "")) if self.opened.of_member else None

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Give what the fields with choices must hold, as the address has it."""
        asked = ((each, request.args.get(HOLDS + each.key, "")) for each in self.choosing())
        return {each.key: text for each, text in asked if text in dict(offered(each))}

    @cached_property
    def sort(self) -> str:
        asked = request.args.get("sort", "")
        key = asked.removeprefix("-")
        return asked if key in self.sorting else ""

    @cached_property
    def sorting(self) -> frozenset[str]:
        """Give what the list may be sorted by: what is hidden tells nothing by its place either."""
        known = sortable(self.opened.live, self.opened.key)
        hidden = {each.key for each in self.opened.designed.fields if not self.may_read(each)}
        return frozenset(known) - hidden

    def may_read(self, field: Field) -> bool:
        return self.opened.may_read(field)

    def choosing(self) -> list[Field]:
        found = [
            each
            for each in self.opened.designed.in_use
            if self.may_read(each)
            and each.key in self.opened.kept.fields
            and (each.kind == "boolean" or (each.kind == "choice" and choices_of(each)))
        ]
        return found[:MOST_FILTERS]

    @property
    def wish(self) -> Wish:
        return Wish(
            search=self.search,
            personal=self.opened.personal,
            member_id=self.member_id,
            holding=tuple((key, self._value(key, text)) for key, text in self.chosen.items()),
            sort=self.sort.removeprefix("-") or None,
            # What came in last is first, unless an order is asked for.
            descending=self.sort.startswith("-") or not self.sort,
            after=self.mark(),
            size=SIZE,
        )

    def _value(self, key: str, text: str) -> Any:
        return text == "true" if self.opened.designed.field(key).kind == "boolean" else text

    def address(self, **other: str | None) -> dict[str, str]:
        """Write the same question with something changed, as parts of an address."""
        found: dict[str, str | None] = {HOLDS + key: text for key, text in self.chosen.items()}
        found |= {"q": self.search, "sort": self.sort}
        found["member"] = str(self.member_id) if self.member_id is not None else None
        return {key: text for key, text in (found | other).items() if text}

    def url(self, **other: str | None) -> str:
        return self.opened.url("records", **self.address(**other))

    def mark(self) -> Mark | None:
        """Read where the page before ended. Raises `StrangeAddress`."""
        text = request.args.get("after")
        if not text:
            return None
        try:
            value, record_id, sort = _serializer().loads(text)
        except BadData as error:
            raise StrangeAddress from error
        if sort != [self.opened.key, self.sort]:
            raise StrangeAddress
        return Mark(value=value, record_id=record_id)

    def written(self, mark: Mark) -> str:
        content = [mark.value, mark.record_id, [self.opened.key, self.sort]]
        return str(_serializer().dumps(content))


def offered(field: Field) -> tuple[tuple[str, Words], ...]:
    """Give what a field can be narrowed to."""
    return tuple((each.key, each.label) for each in choices_of(field)) or YES_OR_NO


def _serializer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.secret_key]
    return URLSafeSerializer(keys, salt="rungs.pages.records")


def list_page(opened: Opened) -> ListPage:
    return _Page(listed=Listed(opened=opened)).page()


@dataclass(frozen=True, kw_only=True)
class _Page:
    listed: Listed

    @property
    def opened(self) -> Opened:
        return self.listed.opened

    def page(self) -> ListPage:
        listed, opened = self.listed, self.opened
        here, wish = opened.here, listed.wish
        found = find(here.space, opened.live, opened.key, wish, now=here.now)
        whole = replace(wish, after=None)
        count = count_up_to(
            here.space, opened.live, opened.key, whole, most=MOST_COUNTED, now=here.now
        )
        around = Around.of(opened, found.rows)
        after = listed.written(found.next) if found.next else None
        return ListPage(
            label=opened.designed.label,
            key=opened.key,
            counted=count_shown(opened, count, MOST_COUNTED),
            url=opened.list_url,
            search=listed.search,
            may_name=opened.personal,
            of_member=opened.of_member,
            of_whom=self.whom(),
            everybody_url=listed.url(member=None),
            filters=tuple(self.filter(each) for each in listed.choosing()),
            kept=tuple(self.kept()),
            columns=tuple(self.headings()),
            rows=tuple(self.row(around, each) for each in found.rows),
            narrowed=bool(listed.search or listed.chosen or listed.member_id is not None),
            posted=opened.key in POSTED,
            add_url=self.add_url(),
            first_url=listed.url() if request.args.get("after") else None,
            next_url=listed.url(after=after) if after else None,
            size=SIZE,
        )

    def add_url(self) -> str | None:
        opened, member_id = self.opened, self.listed.member_id
        if not opened.may_add:
            return None
        return opened.new_url if member_id is None else opened.url("new", member=member_id)

    def kept(self) -> Iterator[tuple[str, str]]:
        """Give what the search leaves as it is; what it asks for itself is in its inputs."""
        for name, text in self.listed.address(q=None).items():
            if not name.startswith(HOLDS):
                yield name, text

    def whom(self) -> str | None:
        member_id = self.listed.member_id
        if member_id is None:
            return None
        opened = self.opened
        members = opened.live.catalogue.records[MEMBER]
        row = records.find_rows(opened.here.space, members, [member_id]).get(member_id)
        if row is None:
            raise NotFound("没有这位会员。", "There is no such member.")
        return name_of(row, personal=opened.personal)

    def filter(self, field: Field) -> ChoiceFilter:
        chosen = self.listed.chosen.get(field.key)
        return ChoiceFilter(
            name=HOLDS + field.key,
            label=field.label,
            options=tuple(
                Option(key=key, label=label, chosen=key == chosen) for key, label in offered(field)
            ),
        )

    def shown(self) -> list[Field]:
        """Give the columns; the first one is what the record is called."""
        first = title_field(self.opened.kept)
        return [each for each in self.opened.designed.in_use if first is None or each != first]

    def headings(self) -> Iterator[Heading]:
        first = title_field(self.opened.kept)
        label = self.opened.designed.label if first is None else first.label
        yield self.heading(first.key if first else CREATED, label)
        if self.opened.of_member:
            yield Heading(label=Words("会员", "Member"))
        for each in self.shown():
            yield self.heading(each.key, each.label, number=each.kind in NUMBERS)
        yield self.heading(CREATED, Words("录入时间", "Came in"))

    def heading(self, key: str, label: Words, *, number: bool = False) -> Heading:
        sort = self.listed.sort
        mine = sort.removeprefix("-") == key
        order = None
        if mine:
            order = "descending" if sort.startswith("-") else "ascending"
        turned = key if mine and sort.startswith("-") else f"-{key}"
        url = self.listed.url(sort=turned) if key in self.listed.sorting else None
        return Heading(label=label, number=number, url=url, sorted=order)

    def row(self, around: Around, row: Any) -> RecordRow:
        opened = self.opened
        cells = [around.value(each, row) for each in self.shown()]
        return RecordRow(
            title=title_of(opened, row),
            url=opened.record_url(row["id"]),
            owner=around.owner(row),
            cells=(*cells, opened.here.formats.moment(row[CREATED])),
        )
