"""Which column of a file is which field: as told, and otherwise by key or label."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from app.errors import Finding, Invalid
from app.program.field import Field
from app.program.fields import FIELD_KINDS, Refused
from app.program.fields.base import Reading
from app.program.objects import MEMBER, Object
from app.program.program import Program
from app.program.validation import no_such_field, out_of_use
from app.runtime.csv_files import Line
from app.runtime.intake import WORKED_OUT, Entry

LEFT_OUT = "-"
KEY = "external_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a column goes."""

    field: str | None
    """None: it says whose record it is."""
    by: str | None = None
    """The unique field by which it names a member or another record."""

    def __str__(self) -> str:
        head = MEMBER if self.field is None else self.field
        return f"{head}.{self.by}" if self.by else head


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of one file as fields of one object."""

    object: Object
    targets: Mapping[int, Target]
    left_out: tuple[str, ...]
    """Columns that nothing was found for, or that are not wanted."""
    width: int
    match: str
    """The unique field by which a record that is here already is recognised."""
    owner_field: Field | None = None

    def entry(self, line: Line) -> Entry:
        """Make an entry of a record; a blank cell says nothing."""
        values: dict[str, Any] = {}
        member = None
        for position, target in self.targets.items():
            cell = line.cells[position] if position < len(line.cells) else ""
            if not cell.strip():
                continue
            if target.field is None:
                member = {str(target.by): self._owner(cell.strip())}
            else:
                values[target.field] = {target.by: cell.strip()} if target.by else cell
        return Entry(object=self.object.key, values=values, member=member, match=self.match)

    def _owner(self, cell: str) -> str:
        """Write what names a member as it is kept: a phone number has many spellings."""
        if self.owner_field is None:
            return cell
        try:
            found = FIELD_KINDS[self.owner_field.kind].parse(cell, self.owner_field)
        except Refused:
            return cell
        return cell if found is None else str(found)

    def read(self, line: Line, reading: Reading) -> dict[str, Any]:
        """Show a record as it would be read, as JSON; what will not do stays as it is."""
        entry = self.entry(line)
        shown: dict[str, Any] = {} if entry.member is None else {MEMBER: dict(entry.member)}
        for key, raw in entry.values.items():
            field = self.object.field(key)
            kind = FIELD_KINDS[field.kind]
            try:
                shown[key] = kind.to_json(kind.parse(raw, field, reading), field)
            except Refused:
                shown[key] = raw
        return shown

    def too_wide(self, line: Line) -> Finding | None:
        """Refuse a record with more cells than there are columns: its commas are unquoted."""
        if not any(line.cells[self.width :]):
            return None
        return Finding.of(
            "",
            f"这一行有 {len(line.cells)} 格，而表头只有 {self.width} 列。",
            f"This record has {len(line.cells)} cells and the head only {self.width} columns.",
        )


def object_named(program: Program, key: str) -> Object:
    """Find an object by its key. Raises `Invalid` with the ones there are."""
    found = program.find_object(key)
    if found is None:
        known = ", ".join(each.key for each in program.objects)
        raise Invalid(
            f"没有对象“{key}”。可用：{known}。",
            f"There is no object called {key!r}. Known: {known}.",
        )
    return found


def columns_of(
    program: Program,
    object_key: str,
    names: Sequence[str],
    *,
    told: Mapping[str, str],
    match: str | None = None,
    update: bool = False,
) -> Columns:
    """Find a field for each column. Raises `Invalid` when a needed one is missing.

    An update of records that are there already needs none but what recognises them.
    """
    designed = object_named(program, object_key)
    _refuse_unknown_columns(names, told)
    targets = {
        position: _told(program, designed, told[name])
        for position, name in enumerate(names)
        if told.get(name, LEFT_OUT) != LEFT_OUT
    }
    _refuse_two_for_one(names, targets)
    guesses = dict(_names(program, designed))
    for position, name in enumerate(names):
        guess = guesses.get(_plain(name))
        if name not in told and guess and guess.field not in {t.field for t in targets.values()}:
            targets[position] = guess
    if not update:
        _refuse_what_is_missing(designed, targets.values())
    owner = next((each for each in targets.values() if each.field is None), None)
    return Columns(
        object=designed,
        targets=targets,
        left_out=tuple(each for n, each in enumerate(names) if each and n not in targets),
        width=len(names),
        match=_match(designed, match),
        owner_field=program.object(MEMBER).find_field(owner.by or "") if owner else None,
    )


def _plain(name: str) -> str:
    return "".join(each for each in name.casefold() if each.isalnum() or each == ".")


def _names(program: Program, designed: Object) -> Iterator[tuple[str, Target]]:
    """Give every name a column may have; of two meanings the later one given here holds."""
    if designed.of_member and designed.key != MEMBER:
        yield from _owner_names(program.object(MEMBER))
    for each in designed.in_use:
        if FIELD_KINDS[each.kind].stored is None or each.key in WORKED_OUT.get(designed.key, ()):
            continue
        target = _target(program, each, None)
        for name in (each.key, *each.label):
            if name:
                yield _plain(name), target


def _owner_names(member: Object) -> Iterator[tuple[str, Target]]:
    unique = [each for each in member.fields if each.unique]
    for each in unique:
        target = Target(field=None, by=each.key)
        for name in (f"member.{each.key}", *each.label):
            if name:
                yield _plain(name), target
        yield _plain(f"{member.label.zh}{each.label.zh}"), target
        yield _plain(f"{member.label.en} {each.label.en}"), target
    for name in (MEMBER, *member.label):
        yield _plain(name), Target(field=None, by=KEY)
    for name in ("member_id", "member.id"):
        yield _plain(name), Target(field=None, by="id")


def _told(program: Program, designed: Object, wanted: str) -> Target:
    """Read `field`, `member`, `member.phone` or `reference.unique_field`."""
    head, _, by = wanted.partition(".")
    if head == MEMBER and designed.find_field(head) is None and designed.of_member:
        return Target(field=None, by=_unique(program.object(MEMBER), by or KEY))
    field = designed.find_field(head)
    if field is None or FIELD_KINDS[field.kind].stored is None:
        raise Invalid(*no_such_field(designed, head))
    if field.retired:
        raise Invalid(*out_of_use(field))
    return _target(program, field, by or None)


def _target(program: Program, field: Field, by: str | None) -> Target:
    """Reach a referred record by its external id, where it has one and nothing else is said."""
    if field.kind != "reference":
        return Target(field=field.key)
    there = program.find_object(str(field.options.get("object")))
    if there is None or by == "id":
        return Target(field=field.key)
    if by is not None:
        return Target(field=field.key, by=_unique(there, by))
    has_key = any(each.unique and each.key == KEY for each in there.fields)
    return Target(field=field.key, by=KEY if has_key else None)


def _unique(there: Object, key: str) -> str:
    if key == "id" or any(each.unique and each.key == key for each in there.fields):
        return key
    known = ", ".join(["id", *(each.key for each in there.fields if each.unique)])
    raise Invalid(
        f"不能按“{key}”查找{there.label.to('zh')}：它不是唯一字段。可用：{known}。",
        f"A {there.label.to('en')} cannot be found by {key!r}, which is not unique."
        f" Known: {known}.",
    )


def _match(designed: Object, wanted: str | None) -> str:
    return KEY if wanted is None else _unique(designed, wanted)


def _refuse_unknown_columns(names: Sequence[str], told: Mapping[str, str]) -> None:
    for each in told:
        if each not in names:
            near = get_close_matches(each, [name for name in names if name], n=1)
            known = near or [name for name in names if name]
            raise Invalid(
                f"文件里没有“{each}”这一列。有：{'、'.join(known)}。",
                f"The file has no column {each!r}. It has: {', '.join(known)}.",
            )


def _refuse_two_for_one(names: Sequence[str], targets: Mapping[int, Target]) -> None:
    seen: dict[str | None, int] = {}
    for position, target in targets.items():
        other = seen.setdefault(target.field, position)
        if other != position:
            raise Invalid(
                f"“{names[other]}”和“{names[position]}”两列都指定为 {target}。",
                f"Both {names[other]!r} and {names[position]!r} are to be {target}.",
            )


def _refuse_what_is_missing(designed: Object, targets: Iterable[Target]) -> None:
    there = {each.field for each in targets}
    missing = [
        each
        for each in designed.in_use
        if each.required and each.default is None and each.kind != "serial"
        if each.key not in there
    ]
    zh = [f"{each.label.to('zh')}（{each.key}）" for each in missing]
    en = [each.key for each in missing]
    if designed.of_member and designed.key != MEMBER and None not in there:
        zh.append("会员（member）")
        en.append(MEMBER)
    if en:
        raise Invalid(
            f"没有找到这些必需字段对应的列：{'、'.join(zh)}。用 --map 列=字段 指定。",
            f"No column was found for {', '.join(en)}; say which with --map column=field.",
        )
