"""Columns find their fields by themselves where their names allow it."""

import pytest

from app.builder import gallery
from app.errors import Invalid
from app.program.codec import load
from app.program.fields.base import PLAIN
from app.runtime.columns import columns_of
from app.runtime.csv_files import Line

PROGRAM = load(gallery.get("retail").document)


def found(object_key: str, *names: str, **options: object) -> dict[str, str]:
    columns = columns_of(PROGRAM, object_key, names, **{"told": {}, **options})  # type: ignore[arg-type]  # Options of the test's own.
    return {names[n]: str(target) for n, target in columns.targets.items()}


def test_columns_are_found_by_key() -> None:
    assert found("order", "external_id", "member", "paid_at", "amount", "store") == {
        "external_id": "external_id",
        "member": "member.external_id",
        "paid_at": "paid_at",
        "amount": "amount",
        "store": "store",
    }


def test_columns_are_found_by_label_in_either_language_however_it_is_spelled() -> None:
    assert found("order", "订单号", "手机号", "Paid At", "AMOUNT PAID") == {
        "订单号": "external_id",
        "手机号": "member.phone",
        "Paid At": "paid_at",
        "AMOUNT PAID": "amount",
    }


def test_a_reference_is_followed_by_external_id() -> None:
    assert found("refund", "member", "order", "amount", "refunded_at")["order"] == (
        "order.external_id"
    )


def test_what_is_told_goes_before_what_is_guessed() -> None:
    told = {"客户": "member.phone", "amount": "-", "应收": "amount"}
    assert found("order", "客户", "paid_at", "amount", "应收", told=told) == {
        "客户": "member.phone",
        "paid_at": "paid_at",
        "应收": "amount",
    }


def test_columns_without_a_field_are_left_out_and_said() -> None:
    columns = columns_of(
        PROGRAM, "order", ["member", "paid_at", "amount", "天气", "year_spend"], told={}
    )
    assert columns.left_out == ("天气", "year_spend")


def test_what_the_product_works_out_itself_is_left_out_of_an_import_too() -> None:
    columns = columns_of(PROGRAM, "order", ["member", "paid_at", "amount", "净消费"], told={})
    assert columns.left_out == ("净消费",)


@pytest.mark.parametrize(
    ("object_key", "names", "told", "says"),
    [
        ("ordre", ["a"], {}, "no object called 'ordre'"),
        ("order", ["paid_at"], {}, "amount, member"),
        ("order", ["member", "paid_at", "amount"], {"x": "store"}, "no column 'x'"),
        ("order", ["member", "paid_at", "amount"], {"member": "shop"}, "no field 'shop'"),
        ("order", ["member", "paid_at", "amount"], {"member": "member.name"}, "not unique"),
        ("order", ["a", "b"], {"a": "amount", "b": "amount"}, "Both 'a' and 'b'"),
        ("member", ["joined_at", "a"], {"a": "year_spend"}, "no field 'year_spend'"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_before_anything_is_read(
    object_key: str, names: list[str], told: dict[str, str], says: str
) -> None:
    with pytest.raises(Invalid) as refused:
        columns_of(PROGRAM, object_key, names, told=told)
    assert says in refused.value.words.en


def test_a_blank_cell_says_nothing_and_a_phone_is_written_as_it_is_kept() -> None:
    columns = columns_of(PROGRAM, "order", ["手机号", "paid_at", "amount", "store"], told={})
    entry = columns.entry(Line(2, ["138 0013 8000", "2026-03-01", " 9.90 ", " "]))
    assert entry.member == {"phone": "+8613800138000"}
    assert dict(entry.values) == {"paid_at": "2026-03-01", "amount": " 9.90 "}


def test_a_record_is_shown_as_it_would_be_read() -> None:
    columns = columns_of(PROGRAM, "order", ["member", "paid_at", "amount"], told={})
    assert columns.read(Line(2, ["7", "2026/3/1 8:00", "¥1,234.50"]), PLAIN) == {
        "member": {"external_id": "7"},
        "paid_at": "2026-03-01T08:00:00Z",
        "amount": 1234.5,
    }
    assert columns.read(Line(2, ["7", "soon", "1"]), PLAIN)["paid_at"] == "soon"


def test_a_record_wider_than_the_head_is_refused() -> None:
    columns = columns_of(PROGRAM, "order", ["member", "paid_at", "amount"], told={})
    assert columns.too_wide(Line(2, ["7", "2026-03-01", "1", ""])) is None
    finding = columns.too_wide(Line(2, ["7", "2026-03-01", "1", "234.50"]))
    assert finding is not None
    assert "4 cells" in finding.message.en
