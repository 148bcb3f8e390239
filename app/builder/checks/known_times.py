"""What an object is dated by and called by are fields of its own."""

from collections.abc import Iterator

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.objects import GIVEN, Object
from app.program.options import TIMES
from app.words import Words


class KnownTimes(Check):
    key = "known_times"
    label = Words("发生时间和标题都是对象自己的字段", "Times and titles are fields of their object")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, designed in enumerate(checked.program.designed):
            if designed.key not in GIVEN:
                yield from _time(designed, f"/objects/{n}/occurred")
                yield from _title(designed, f"/objects/{n}/title")


def _time(designed: Object, path: str) -> Iterator[Finding]:
    if designed.occurred is None:
        return
    field = designed.find_field(designed.occurred)
    if field is None:
        yield _no_field(designed, designed.occurred, path)
    elif field.kind not in TIMES:
        yield Finding.of(
            path,
            f"“{designed.label.to('zh')}”的发生时间要用日期或日期时间字段，“{field.label.to('zh')}”不是。",
            f"{designed.label.to('en')} must be dated by a date or a date and time;"
            f" {field.label.to('en')} is neither.",
        )


def _title(designed: Object, path: str) -> Iterator[Finding]:
    if designed.title is not None and designed.find_field(designed.title) is None:
        yield _no_field(designed, designed.title, path)


def _no_field(designed: Object, key: str, path: str) -> Finding:
    known = [each.key for each in designed.fields]
    return Finding.of(
        path,
        f"“{designed.label.to('zh')}”没有字段“{key}”。可用：{'、'.join(known) or '无'}。",
        f"{designed.label.to('en')} has no field {key!r}. Known: {', '.join(known) or 'none'}.",
    )
