"""The list of the members whom a draft would move, as a file for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.builder.ahead import Ahead
from app.builder.moving import Mover, Page, Question, page_of
from app.program.ladder import Ladder
from app.spreadsheets import MARK, harmless
from app.words import Language, Words

MOST = 10_000
"""Members in one file."""
AT_ONCE = 500
HEAD = ("会员 member_id", "编号 number", "外部编号 external_id")
NAME = "姓名 name"
TAIL = ("现在 from", "发布后 to", "原因 why")
OUTSIDE = Words("不在体系内", "not on the ladder")


def written(ahead: Ahead, asked: Question, language: Language, *, personal: bool) -> str:
    """Write at most `MOST` members; names only where personal data may be read."""
    kept = io.StringIO()
    kept.write(MARK)
    writer = csv.writer(kept)
    writer.writerow([*HEAD, *([NAME] if personal else []), *TAIL])
    for page, each in everybody(ahead, asked):
        writer.writerow(map(harmless, _cells(page, each, language, personal=personal)))
    return kept.getvalue()


def everybody(ahead: Ahead, asked: Question) -> Iterator[tuple[Page, Mover]]:
    """Give one after the other, at most `MOST`."""
    left, after = MOST, asked.after
    while left:
        page = page_of(ahead, replace(asked, after=after, size=min(left, AT_ONCE)))
        yield from ((page, each) for each in page.members)
        left -= len(page.members)
        if page.next is None:
            return
        after = page.next


def _cells(page: Page, each: Mover, language: Language, *, personal: bool) -> Iterable[str]:
    member = each.member
    yield str(each.member_id)
    yield str(member.get("number") or "")
    yield str(member.get("external_id") or "")
    if personal:
        yield str(member.get("name") or "")
    for key in (each.old, each.new):
        yield label_of(page.ladder, page.before, key).to(language)
    yield each.why.to(language)


def label_of(ladder: Ladder, before: Ladder | None, key: str | None) -> Words:
    """Name a tier of the draft, or one that it no longer has."""
    if key is None:
        return OUTSIDE
    for one in (ladder, before):
        if one is not None and one.position(key) >= 0:
            return one.tier(key).label
    return Words(key, key)
