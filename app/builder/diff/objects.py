"""What changes in the objects and in their fields."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.builder.diff.change import (
    Change,
    Importance,
    Pair,
    added,
    as_written,
    changed,
    moved,
    out_of_order,
    paired,
    quoted,
    removed,
    replaced,
    same,
)
from app.builder.diff.field_settings import setting_changes
from app.builder.diff.options import option_changes
from app.program.field import Field
from app.program.fields import FIELD_KINDS
from app.program.objects import GIVEN, Object
from app.program.program import Program
from app.words import Words

DATA = Importance.DATA
WORDS = Importance.WORDS


def object_changes(old: Program, new: Program) -> Iterator[Change]:
    before, after = _with_untouched(old, new), _with_untouched(new, old)
    for pair in paired(before, after):
        yield from _object(old, new, pair)
    for n in out_of_order(before, after):
        name = _name(after[n])
        yield moved(
            f"/objects/{n}",
            f"{name.zh}移到了第 {n + 1} 位",
            f"Moved {name.en} to place {n + 1}",
            WORDS,
        )


def _with_untouched(program: Program, other: Program) -> tuple[Object, ...]:
    """Name the given objects that the other side adds to: they are there without being designed."""
    mine = {each.key for each in program.designed}
    more = [each.key for each in other.designed if each.key in GIVEN and each.key not in mine]
    untouched = tuple(replace(GIVEN[key], fields=()) for key in more)
    return (*program.designed, *untouched)


def _name(designed: Object) -> Words:
    name = quoted(designed.label, designed.key)
    return Words(f"对象{name.zh}", f"the object {name.en}")


def _object(before: Program, after: Program, pair: Pair[Object]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    if new is None:
        assert old is not None
        name = _name(old)
        yield removed(
            f"/objects/{pair.old_at}", f"{name.zh}（数据保留）", f"{name.en} (data kept)", DATA
        )
    elif old is None:
        name = _name(new)
        fields = [quoted(each.label, each.key) for each in new.fields]
        zh = "、".join(each.zh for each in fields) or "没有字段"
        en = ", ".join(each.en for each in fields) or "no fields"
        yield added(f"/objects/{pair.new_at}", f"{name.zh}：{zh}", f"{name.en}: {en}", DATA)
    else:
        path = f"/objects/{pair.new_at}"
        yield from _own(old, new, path)
        yield from _Fields(before, after, old, new, path, f"/objects/{pair.old_at}").changes()


def _own(old: Object, new: Object, path: str) -> Iterator[Change]:
    name = _name(new)
    if old.of_member is not new.of_member:
        if new.of_member:
            zh, en = "改为属于会员", "now belong to members"
        else:
            zh, en = "不再属于会员", "no longer belong to members"
        records = Words(f"{name.zh}的记录", f"The records of {name.en}")
        yield changed(f"{path}/of_member", f"{records.zh}{zh}", f"{records.en} {en}")
    if old.occurred != new.occurred:
        what = Words(f"{name.zh}的发生时间", f"the time that {name.en} goes by")
        yield replaced(
            f"{path}/occurred", what, _field(old, old.occurred), _field(new, new.occurred)
        )
    if old.title != new.title:
        what = Words(f"{name.zh}的标题字段", f"the field that {name.en} is called by")
        was, now = _field(old, old.title), _field(new, new.title)
        yield replaced(f"{path}/title", what, was, now, WORDS)
    if not same(old.label, new.label):
        what = Words("对象名称", "the name of an object")
        yield replaced(f"{path}/label", what, old.label, new.label, WORDS)


def _field(designed: Object, key: str | None) -> Words:
    found = designed.find_field(key or "")
    return as_written(key) if found is None else found.label


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one object on both sides."""

    before: Program
    after: Program
    old: Object
    new: Object
    path: str
    old_path: str

    def changes(self) -> Iterator[Change]:
        given = GIVEN.get(self.new.key)
        for pair in paired(self.old.fields, self.new.fields):
            there = pair.new or pair.old
            assert there is not None
            usual = None if given is None else given.find_field(there.key)
            yield from self.field(pair, usual)
        for n in out_of_order(self.old.fields, self.new.fields):
            name = self.name(self.new.fields[n])
            yield moved(
                f"{self.path}/fields/{n}",
                f"{name.zh}移到了第 {n + 1} 位",
                f"Moved {name.en} to place {n + 1}",
                WORDS,
            )

    def name(self, field: Field) -> Words:
        name = quoted(field.label, field.key)
        return Words(
            f"{self.new.label.to('zh')}字段{name.zh}",
            f"the {self.new.label.to('en').lower()} field {name.en}",
        )

    def field(self, pair: Pair[Field], usual: Field | None) -> Iterator[Change]:
        """Compare a field; one that is given is there also where the document is silent."""
        old, new = pair.old or usual, pair.new or usual
        if new is None:
            assert old is not None
            name = self.name(old)
            yield removed(
                f"{self.old_path}/fields/{pair.old_at}",
                f"{name.zh}（停用，数据保留）",
                f"{name.en} (retired, its data are kept)",
                DATA,
            )
        elif old is None:
            name, kind = self.name(new), _kind(new)
            yield added(
                f"{self.path}/fields/{pair.new_at}",
                f"{name.zh}（{kind.zh}{'，必填' if new.required else ''}）",
                f"{name.en} ({kind.en.lower()}{', required' if new.required else ''})",
                DATA,
            )
        else:
            place = f"{self.path}/fields/{pair.new_at}"
            if pair.new is None:
                place = f"{self.old_path}/fields/{pair.old_at}"
            yield from self.changed(old, new, place)

    def changed(self, old: Field, new: Field, path: str) -> Iterator[Change]:
        name = self.name(new)
        if old.kind != new.kind:
            what = Words(f"{name.zh}的类型", f"the kind of {name.en}")
            yield replaced(f"{path}/kind", what, _kind(old), _kind(new), DATA)
        yield from _switches(old, new, name, path)
        if not same(old.default, new.default):
            what = Words(f"{name.zh}的默认值", f"the default of {name.en}")
            was, now = as_written(old.default), as_written(new.default)
            yield replaced(f"{path}/default", what, was, now, DATA)
        where = (self.before, self.after, self.new.key)
        yield from option_changes(old, new, name, path, where)
        yield from setting_changes(old, new, name, path)
        if not same(old.label, new.label):
            what = Words(
                f"{self.new.label.to('zh')}字段的名称",
                f"the name of a {self.new.label.to('en').lower()} field",
            )
            yield replaced(f"{path}/label", what, old.label, new.label, WORDS)
        if not same(old.help, new.help):
            yield changed(
                f"{path}/help", f"改写了{name.zh}的说明", f"Rewrote the help of {name.en}", WORDS
            )


def _switches(old: Field, new: Field, name: Words, path: str) -> Iterator[Change]:
    if old.required is not new.required:
        zh, en = (
            ("改为必填", "is now required") if new.required else ("不再必填", "may now be blank")
        )
        yield changed(f"{path}/required", f"{name.zh}{zh}", f"{_capital(name.en)} {en}", DATA)
    if old.unique is not new.unique:
        zh, en = ("改为不可重复", "must now be unique")
        if not new.unique:
            zh, en = ("允许重复", "need not be unique any more")
        yield changed(f"{path}/unique", f"{name.zh}{zh}", f"{_capital(name.en)} {en}", DATA)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _kind(field: Field) -> Words:
    return FIELD_KINDS[field.kind].label if field.kind in FIELD_KINDS else as_written(field.kind)
