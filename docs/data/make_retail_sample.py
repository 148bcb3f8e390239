"""Make the retail sample that `rungs demo` imports from the Complete Journey data.

    python docs/data/make_retail_sample.py COMPLETEJOURNEY_FOLDER

needs pyarrow, which nothing else here does. Times are taken as UTC; an amount is the exact sum of
a basket's lines; a household joins with its first basket. The same data give the same bytes.
"""

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from pyarrow import parquet

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "app" / "builder" / "gallery" / "samples" / "retail"
MOST_BYTES = 3 * 1024 * 1024
BASKETS = 155_848
SALES = Decimal("4596039.58")


class Basket(NamedTuple):
    """One visit of a household to a store."""

    at: datetime
    id: int
    household: int
    store: int
    cents: int


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    return parquet.read_table(folder / f"{name}.parquet").to_pylist()


def baskets_in(folder: Path) -> list[Basket]:
    found: dict[int, Basket] = {}
    for line in rows_of(folder, "transactions"):
        cents = round(line["sales_value"] * 100)
        basket = Basket(
            line["transaction_timestamp"],
            line["basket_id"],
            line["household_id"],
            line["store_id"],
            cents,
        )
        known = found.get(basket.id)
        if known is not None:
            assert known[:4] == basket[:4], f"Basket {basket.id} is not one visit."
            basket = basket._replace(cents=known.cents + cents)
        found[basket.id] = basket
    return sorted(found.values())


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def word(value: str | None) -> str:
    """Make a choice's key of a value: 35-49K is 35_49k, 5+ is 5_up."""
    return (value or "").lower().replace("+", "_up").replace("-", "_").replace(" ", "_")


def members(folder: Path, baskets: Iterable[Basket]) -> list[Sequence[Any]]:
    joined: dict[int, datetime] = {}
    for each in baskets:
        joined.setdefault(each.household, each.at)
    known = {each.pop("household_id"): each for each in rows_of(folder, "demographics")}
    columns = [
        "age",
        "income",
        "home_ownership",
        "marital_status",
        "household_size",
        "household_comp",
        "kids_count",
    ]
    rows: list[Sequence[Any]] = [("external_id", "name", "joined_at", *columns)]
    for household, at in sorted(joined.items(), key=lambda each: (each[1], each[0])):
        about = known.get(household, {})
        answers = [word(about.get(each)) for each in columns]
        rows.append((household, f"家庭 {household}", moment(at), *answers))
    return rows


def orders(baskets: Iterable[Basket]) -> list[Sequence[Any]]:
    rows: list[Sequence[Any]] = [("external_id", "member", "paid_at", "amount", "store")]
    rows.extend(
        (each.id, each.household, moment(each.at), f"{Decimal(each.cents) / 100:.2f}", each.store)
        for each in baskets
    )
    return rows


def mailings(folder: Path) -> list[Sequence[Any]]:
    campaigns = {each["campaign_id"]: each for each in rows_of(folder, "campaign_descriptions")}
    rows: list[Sequence[Any]] = []
    for each in rows_of(folder, "campaigns"):
        number, household = each["campaign_id"], each["household_id"]
        about = campaigns[number]
        rows.append(
            (
                f"{number}-{household}",
                household,
                number,
                about["campaign_type"].removeprefix("Type ").lower(),
                about["start_date"].date(),
                about["end_date"].date(),
            )
        )
    head = ("external_id", "member", "campaign", "type", "sent_on", "valid_until")
    return [head, *sorted(rows, key=lambda row: (row[4], row[2], row[1]))]


def redemptions(folder: Path) -> list[Sequence[Any]]:
    rows: list[Sequence[Any]] = []
    for each in rows_of(folder, "coupon_redemptions"):
        at, household, number = each["redemption_date"], each["household_id"], each["campaign_id"]
        name = f"redeem-{household}-{each['coupon_upc']}-{number}-{at:%Y%m%d}"
        rows.append((name, household, "redeem", moment(at), number, each["coupon_upc"]))
    head = ("external_id", "member", "kind", "occurred_at", "campaign", "coupon")
    return [head, *sorted(rows, key=lambda row: (row[3], row[1], row[0]))]


def write(name: str, rows: Iterable[Sequence[Any]]) -> int:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    packed = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    (SAMPLE / f"{name}.csv.gz").write_bytes(packed)
    return len(packed)


def main(folder: Path) -> None:
    baskets = baskets_in(folder)
    sales = Decimal(sum(each.cents for each in baskets)) / 100
    assert len(baskets) == BASKETS, len(baskets)
    assert sales == SALES, sales
    SAMPLE.mkdir(parents=True, exist_ok=True)
    tables = {
        "members": members(folder, baskets),
        "orders": orders(baskets),
        "mailings": mailings(folder),
        "redemptions": redemptions(folder),
    }
    sizes = {name: write(name, rows) for name, rows in tables.items()}
    assert sum(sizes.values()) < MOST_BYTES, sizes
    for name, rows in tables.items():
        print(f"{name}: {len(rows) - 1} rows, {sizes[name]} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
