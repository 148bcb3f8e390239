"""Filling in a form: from page to page, back, saved, confirmed, sent; nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.errors import Finding
from app.program.checked_forms import CheckedItem, CheckedPage
from app.program.fields import FIELD_KINDS
from app.program.form_answers import Settled
from app.program.form_items import ITEM_KINDS
from app.program.objects import MEMBER
from app.runtime.forms import look
from app.storage import records
from app.web.language import language
from app.web.portal.drawing import Drawing, Question
from app.web.portal.opening import Opened, who_is
from app.web.portal.sheets import Sheet, carried, press
from app.web.portal.signatures import Stamp
from app.words import Words


class Step(StrEnum):
    """What is to be done with a page that came back."""

    SHOW = "show"
    SEND = "send"
    SAVE = "save"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a form as the template draws it."""

    questions: tuple[Question, ...]
    page: CheckedPage
    number: int
    count: int
    is_last: bool
    hidden: tuple[tuple[str, str], ...]
    seen: str
    stamp: str
    findings: tuple[Finding, ...] = ()
    notice: Words | None = None
    known_as: str = ""
    """Who came by a personal link, as far as it may be shown."""


@dataclass(slots=True, kw_only=True)
class Filling:
    """One visit to a form."""

    opened: Opened
    sheet: Sheet
    stamp: Stamp
    member_id: int | None = None
    member: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def begin(cls, opened: Opened, sheet: Sheet) -> "Filling":
        stamp = Stamp.read(sheet.stamp, opened.link, now=opened.now)
        found = cls(opened=opened, sheet=sheet, stamp=stamp, member_id=who_is(opened, sheet.me))
        found.know()
        found.fill_rows()
        return found

    def know(self) -> None:
        """Put what tells who it is in the place of an answer: it is not asked again."""
        if self.member_id is None:
            return
        kept = self.opened.live.catalogue.members
        self.member = records.find_rows(self.opened.space, kept, [self.member_id])[self.member_id]
        asked = self.identity
        if asked is not None and asked.target is not None:
            target = asked.target.field
            value = FIELD_KINDS[target.kind].to_json(self.member.get(target.key), target)
            if value is not None:
                self.sheet.answers[asked.key] = value

    def fill_rows(self) -> None:
        """Have as many rows as there must be at least, for people to fill in."""
        for key, each in self.opened.form.items.items():
            if each.item.kind == "rows":
                rows = self.sheet.rows(key)
                rows.extend({} for _ in range(each.item.least - len(rows)))

    @property
    def identity(self) -> CheckedItem | None:
        """Give the question that tells who it is."""
        by = self.opened.form.form.who.by
        for each in self.opened.form.items.values():
            if each.target and (each.target.object, each.target.field.key) == (MEMBER, by):
                return each
        return None

    @property
    def left_out(self) -> frozenset[str]:
        asked = self.identity
        known = asked is not None and asked.target is not None and self.member_id is not None
        if known and asked is not None and asked.target is not None:
            return frozenset({asked.key} if self.member.get(asked.target.field.key) else ())
        return frozenset()

    def settle(self) -> Settled:
        return look(
            self.opened.space,
            self.opened.live,
            self.opened.form,
            self.sheet.answers,
            now=self.opened.now,
            member_id=self.member_id,
        )

    def pages(self, settled: Settled) -> list[CheckedPage]:
        """Give the pages that are shown, of which there is always one."""
        shown = [each for each in self.opened.form.pages if settled.shows_page(each.page.key)]
        return shown or list(self.opened.form.pages[:1])

    def advance(self) -> tuple[Step, "Page"]:
        """Do what was pressed; give what is next, and the page to show."""
        press(self.opened.form, self.sheet)
        self.fill_rows()
        settled = self.settle()
        pages = self.pages(settled)
        at = self._at(pages)
        if self.sheet.action == "save":
            return Step.SAVE, self.draw(settled, pages[at])
        if self.sheet.action == "back":
            return Step.SHOW, self.draw(settled, pages[max(at - 1, 0)])
        if self.sheet.action not in {"go", "confirm"}:
            return Step.SHOW, self.draw(settled, pages[at])
        here = _keys(pages[at])
        wrong = [each for each in settled.findings if each.path.split("/")[1] in here]
        if fresh := self._unseen(pages[at], settled):
            wrong = [each for each in wrong if each.path.split("/")[1] not in fresh]
            return Step.SHOW, self.draw(settled, pages[at], wrong, notice=None if wrong else _MORE)
        if wrong:
            return Step.SHOW, self.draw(settled, pages[at], wrong)
        if at + 1 < len(pages):
            return Step.SHOW, self.draw(settled, pages[at + 1])
        return self._finish(settled, pages)

    def _finish(self, settled: Settled, pages: list[CheckedPage]) -> tuple[Step, "Page"]:
        for each in pages:
            wrong = [one for one in settled.findings if one.path.split("/")[1] in _keys(each)]
            if wrong:
                return Step.SHOW, self.draw(settled, each, wrong)
        return Step.SEND, self.draw(settled, pages[-1])

    def _unseen(self, page: CheckedPage, settled: Settled) -> frozenset[str]:
        """Give the questions that the answers brought up and that nobody has seen yet."""
        here = {key for key in _keys(page) if self._is_typed(key)} - self.left_out
        return frozenset(here & settled.shown) - self.sheet.seen

    def _is_typed(self, key: str) -> bool:
        each = self.opened.form.items[key]
        return each.item.kind == "rows" or (
            ITEM_KINDS[each.item.kind].typed and each.computed is None
        )

    def _at(self, pages: list[CheckedPage]) -> int:
        keys = [each.page.key for each in pages]
        return keys.index(self.sheet.page) if self.sheet.page in keys else 0

    def first(self) -> "Page":
        settled = self.settle()
        pages = self.pages(settled)
        return self.draw(settled, pages[self._at(pages)])

    def whole(self) -> "Page":
        """Give a page that draws no question and carries every answer."""
        settled = self.settle()
        page = self.pages(settled)[self._at(self.pages(settled))]
        drawn = self.draw(settled, page)
        kept = {k: v for k, v in self.sheet.answers.items() if k not in self.left_out}
        return replace(drawn, questions=(), hidden=tuple(carried(self.opened.form, kept, ())))

    def refused(self, findings: tuple[Finding, ...]) -> "Page":
        """Show the page on which something was refused once it was sent."""
        settled = self.settle()
        pages = self.pages(settled)
        for each in pages:
            if any(_key(one) in _keys(each) for one in findings):
                return self.draw(settled, each, list(findings))
        return self.draw(settled, pages[-1], list(findings))

    def waits(self) -> None:
        """Note since when the person has been asked to confirm."""
        if self.stamp.waited_from is None:
            self.stamp = replace(self.stamp, waited_from=self.opened.now)

    def draw(
        self,
        settled: Settled,
        page: CheckedPage,
        wrong: list[Finding] | None = None,
        *,
        notice: Words | None = None,
    ) -> Page:
        answers = self.sheet.answers
        drawing = Drawing(
            opened=self.opened,
            settled=settled,
            answers=answers,
            findings=wrong or (),
            left_out=self.left_out,
        )
        questions = drawing.page(page.items)
        pages = self.pages(settled)
        kept = {key: one for key, one in answers.items() if key not in self.left_out}
        return Page(
            questions=questions,
            page=page,
            number=pages.index(page) + 1 if page in pages else 1,
            count=len(pages),
            is_last=page == pages[-1],
            hidden=tuple(carried(self.opened.form, kept, drawing.drawn)),
            seen=" ".join(sorted(settled.shown & _keys(page))),
            stamp=self.stamp.written(self.opened.link),
            findings=tuple(wrong or ()),
            notice=notice,
            known_as=self._known_as(),
        )

    def _known_as(self) -> str:
        name = str(self.member.get("name") or "")
        masked = name[:1] + "*" * len(name[1:]) if name else ""
        if self.member_id is None:
            return ""
        return masked or ("会员" if language() == "zh" else "a member")


_MORE = Words("根据你的回答，还有几个问题。", "Your answers bring up a few more questions.")


def _keys(page: CheckedPage) -> set[str]:
    return {each.key for each in page.items} | {
        each.key
        for section in page.items
        if section.item.kind == "section"
        for each in section.items
    }


def _key(finding: Finding) -> str:
    return finding.path.strip("/").partition("/")[0]
