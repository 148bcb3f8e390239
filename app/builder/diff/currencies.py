"""What changes in the currencies of the ledger."""

from collections.abc import Iterator

from app.builder.diff.change import (
    Change,
    Importance,
    added,
    paired,
    quoted,
    removed,
    replaced,
    same,
)
from app.program.currencies import Currency
from app.program.program import Program
from app.words import Words

DATA = Importance.DATA


def currency_changes(old: Program, new: Program) -> Iterator[Change]:
    """Compare all currencies; the given ones may only be called something else."""
    for pair in paired(old.currencies, new.currencies):
        path = _path(new if pair.new else old, pair.new or pair.old)
        if pair.old is None or pair.new is None:
            name = _name(pair.new or pair.old)
            tell = added if pair.old is None else removed
            yield tell(path, name.zh, name.en, DATA)
            continue
        name = _name(pair.old)
        if not same(pair.old.label, pair.new.label):
            what = Words(f"{name.zh}的名称", f"the name of {name.en}")
            yield replaced(path, what, pair.old.label, pair.new.label, Importance.WORDS)
        if pair.old.spendable is not pair.new.spendable:
            what = Words(f"{name.zh}能否使用", f"whether {name.en} can be spent")
            yield replaced(path, what, _yes(pair.old), _yes(pair.new), DATA)


def _path(program: Program, found: Currency | None) -> str:
    keys = [each.key for each in program.named_currencies]
    known = found is not None and found.key in keys
    return f"/currencies/{keys.index(found.key)}" if known and found is not None else "/currencies"


def _name(found: Currency | None) -> Words:
    assert found is not None
    label = quoted(found.label, found.key)
    return Words(f"币种{label.zh}", f"the currency {label.en}")


def _yes(found: Currency) -> Words:
    return Words("是", "yes") if found.spendable else Words("否", "no")
