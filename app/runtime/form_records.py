"""The records that a form becomes: the member, the form's own record, the rows below it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.errors import Finding
from app.program.checked_forms import CheckedForm, CheckedItem
from app.program.fields import FIELD_KINDS
from app.program.form_answers import Settled
from app.program.forms import ROWS, Existing
from app.program.objects import MEMBER, Object
from app.runtime import firing
from app.runtime.batches import KEY
from app.runtime.changes import change_record
from app.runtime.happenings import Submitted
from app.runtime.intake import Entry
from app.runtime.records import Outcome, Status, record_many
from app.runtime.releases import Live
from app.runtime.tiers import Moved
from app.storage import identities, records
from app.storage.space import Space

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What was written."""

    member_id: int | None = None
    record_id: int | None = None
    joined: bool = False
    moved: tuple[Moved, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What was refused; then nothing of it may be kept."""


class _Refused(Exception):
    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__()
        self.findings = tuple(findings)


@dataclass(slots=True, kw_only=True)
class Filing:
    """One submission under way."""

    space: Space
    live: Live
    form: CheckedForm
    settled: Settled
    now: int
    cause: str
    sure: int | None
    """Who it is, where that is sure."""
    member_id: int | None = None
    joined: bool = False
    moved: list[Moved] = field(default_factory=list)

    def find_member(self) -> int | None:
        """Find who it is, by what is sure or else by what they answered."""
        self.member_id = self.sure
        named = self._named()
        if self.sure is None and named is not None:
            program_id, (key, value) = self.live.catalogue.program_id, named
            found = identities.find(self.space, program_id, f"{MEMBER}.{key}", [value])
            self.member_id = found[value].member_id if value in found else None
        return self.member_id

    def file(self) -> Filed:
        """Write everything; findings say what stood against it."""
        try:
            record_id = self._write()
        except _Refused as refused:
            return Filed(findings=refused.findings)
        if self.member_id is not None:
            sent = Submitted(member_id=self.member_id, form=self.form.form.key, record_id=record_id)
            firing.submitted(self.space, self.live, [sent], now=self.now)
        return Filed(
            member_id=self.member_id,
            record_id=record_id,
            joined=self.joined,
            moved=tuple(self.moved),
        )

    def _write(self) -> int | None:
        designed = self.live.checked.program.object(self.form.form.object)
        own = self._values(self.form.items.values(), self.settled, MEMBER)
        if designed.key == MEMBER or designed.of_member or own:
            self._keep_member(own, needed=designed.of_member)
        record_id = self.member_id
        if designed.key != MEMBER:
            values = self._values(self.form.items.values(), self.settled, designed.key)
            record_id = self._add(designed, values, "")
        for key, sheets in self.settled.rows.items():
            self._keep_rows(self.form.items[key], sheets, designed.key, record_id)
        return record_id

    def _named(self) -> tuple[str, str] | None:
        """Give the unique field of the member that was answered, with its value as kept."""
        by = self.form.form.who.by
        for each in self.form.items.values():
            target = each.target
            if target is not None and (target.object, target.field.key) == (MEMBER, by):
                value = self.settled.values.get(each.key)
                return None if value is None else (target.field.key, str(value))
        return None

    def _keep_member(self, values: Values, *, needed: bool) -> None:
        if self.member_id is not None:
            self._change_member(values)
        elif self._named() is None:
            if needed:
                raise _Refused([_nobody()])
        elif not self.form.form.who.create:
            raise _Refused([self._stranger()])
        else:
            designed = self.live.checked.program.object(MEMBER)
            outcome = self._record(Entry(object=MEMBER, values=self._dated(designed, values)), "")
            self.member_id, self.joined = outcome.member_id, True

    def _change_member(self, values: Values) -> None:
        assert self.member_id is not None
        if self.sure is None and self.form.form.who.existing is Existing.FILL:
            kept = self.live.catalogue.members
            row = records.find_rows(self.space, kept, [self.member_id]).get(self.member_id, {})
            values = {key: value for key, value in values.items() if row.get(key) is None}
        by = self.form.form.who.by
        if self.sure is None:
            values.pop(by or "", None)
        if values:
            outcome = change_record(
                self.space,
                self.live,
                MEMBER,
                self.member_id,
                values,
                now=self.now,
                cause=self.cause,
            )
            self._accept(outcome, MEMBER, "")

    def _keep_rows(
        self,
        rows: CheckedItem,
        sheets: Iterable[Settled],
        parent: str,
        record_id: int | None,
    ) -> None:
        designed = self.live.checked.program.object(rows.item.object or "")
        back = next(
            (
                each
                for each in designed.of_kind("reference")
                if each.options.get("object") == parent
            ),
            None,
        )
        for n, sheet in enumerate(sheets):
            values = self._values(rows.items, sheet, designed.key)
            if back is not None and back.key not in values and record_id is not None:
                values[back.key] = str(record_id)
            if values:
                self._add(designed, values, f"/{rows.key}/{n}")

    def _add(self, designed: Object, values: Values, place: str) -> int | None:
        member = None
        if designed.of_member:
            if self.member_id is None:
                raise _Refused([_nobody()])
            member = {"id": str(self.member_id)}
        entry = Entry(object=designed.key, values=self._dated(designed, values), member=member)
        return self._record(entry, place).record_id

    def _record(self, entry: Entry, place: str) -> Outcome:
        (outcome,) = record_many(self.space, self.live, [entry], now=self.now, cause=self.cause)
        self._accept(outcome, entry.object, place)
        return outcome

    def _accept(self, outcome: Outcome, object_key: str, place: str) -> None:
        if outcome.status in {Status.REFUSED, Status.KNOWN}:
            raise _Refused(self._placed(outcome.findings or (_there(),), object_key, place))
        self.moved.extend(outcome.moved)

    def _placed(
        self, findings: Iterable[Finding], object_key: str, place: str
    ) -> Iterator[Finding]:
        """Say of what was refused at which item it was asked."""
        items = self.form.items
        asked = items[place.split("/")[1]].items if place else tuple(items.values())
        keys = {
            each.target.field.key: each.key
            for each in asked
            if each.target is not None and each.target.object == object_key
        }
        for each in findings:
            key = keys.get(each.path.removeprefix("/"))
            yield Finding(path=f"{place}/{key}" if key else place, message=each.message)

    def _values(self, items: Iterable[CheckedItem], sheet: Settled, object_key: str) -> Values:
        """Give the answers that go to one object, as JSON; what is blank says nothing."""
        values: Values = {}
        for each in items:
            value = sheet.values.get(each.key)
            target = each.target
            if value is None or target is None or target.object != object_key:
                continue
            if each.item.kind != ROWS:
                field = target.field
                values[field.key] = FIELD_KINDS[field.kind].to_json(value, field)
        return values

    def _dated(self, designed: Object, values: Mapping[str, Any]) -> Values:
        """Take a record that does not say when it happened as happening now."""
        when = designed.find_field(designed.occurred or "")
        if when is None or values.get(when.key) is not None:
            return dict(values)
        moment = self.live.moment(self.now)
        now = moment.today if when.kind == "date" else moment.now
        return {**values, when.key: FIELD_KINDS[when.kind].to_json(now, when)}

    def _stranger(self) -> Finding:
        by = self.form.form.who.by
        asked = next(
            each.key
            for each in self.form.items.values()
            if each.target is not None and each.target.field.key == by
        )
        return Finding.of(
            f"/{asked}",
            "没有找到这位会员，请检查是否填错。",
            "Nobody is known by this: please check for a slip.",
        )


def _nobody() -> Finding:
    return Finding.of(
        "",
        "不知道是哪位会员填的：请用发给你的个人链接打开这份表单。",
        "It is not known who you are: please open the form by the link that was sent to you.",
    )


def _there() -> Finding:
    return Finding.of(
        f"/{KEY}", "这个编号已被另一条记录使用。", "This id belongs to another record."
    )
