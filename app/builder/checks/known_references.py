"""Each reference leads to an object there is."""

from collections.abc import Iterator
from difflib import get_close_matches

from app.builder.checks.base import Check
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.words import Words


class KnownReferences(Check):
    key = "known_references"
    label = Words("关联字段都指向存在的对象", "References lead to objects there are")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        known = [each.key for each in checked.program.objects]
        for designed in checked.program.designed:
            for path, field in checked.program.written_fields(designed.key):
                named = field.options.get("object")
                if field.kind != "reference" or not isinstance(named, str):
                    continue
                if named and named not in known:
                    yield _unknown(f"{path}/options/object", named, known)


def _unknown(path: str, named: str, known: list[str]) -> Finding:
    near = get_close_matches(named, known, n=1, cutoff=0.6)
    return Finding(
        path=path,
        message=Words(
            f"没有对象“{named}”。可用：{'、'.join(known)}。",
            f"There is no object {named!r}. Known: {', '.join(known)}.",
        ),
        fix=Words(f"是指 {near[0]} 吗？", f"Is {near[0]!r} meant?") if near else None,
    )
