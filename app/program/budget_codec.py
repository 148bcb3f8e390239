"""Budgets as JSON: so many points, or so much money, in a stretch of time."""

from typing import Any

from app.program.benefit import Every
from app.program.earning import Budget
from app.program.earning_reading import MOST, positive
from app.program.reader import Reader, without_empty

BUDGET_KEYS = "key label currency most money worth every stops"
MOST_OF_ALL = 10**12


def read_budget(reader: Reader, value: Any, path: str) -> Budget:
    content = reader.mapping(value, path)
    reader.only(content, path, BUDGET_KEYS)
    key = reader.key(content, path)
    every = content.get("every")
    most = content.get("most")
    money = positive(reader, content, "money", path, most=MOST)
    worth = positive(reader, content, "worth", path, most=MOST)
    if (most is None) is (money is None) or (money is None) is not (worth is None):
        reader.wrong(
            path,
            "预算写 most（多少积分），或 money（多少钱）加 worth（一分值多少钱）。",
            "A budget has `most` of its currency, or `money` with the `worth` of one.",
        )
    return Budget(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        currency=reader.text(content, "currency", path) or "points",
        most=None
        if most is None
        else reader.whole(content, "most", path, 1, least=1, most=MOST_OF_ALL),
        money=None if money is None else round(money * 100),
        worth=worth,
        every=None if every is None else reader.one_of(Every, every, f"{path}/every", Every.MONTH),
        stops=reader.flag(content, "stops", path, default=True),
    )


def dump_budget(budget: Budget) -> dict[str, Any]:
    head = {"key": budget.key, "label": budget.label.to_json()}
    tail = without_empty(
        {
            "currency": None if budget.currency == "points" else budget.currency,
            "most": budget.most,
            "money": None if budget.money is None else _main_unit(budget.money),
            "worth": budget.worth,
            "every": None if budget.every is None else budget.every.value,
        }
    )
    return head | tail if budget.stops else head | tail | {"stops": False}


def _main_unit(cents: int) -> float:
    return cents // 100 if cents % 100 == 0 else cents / 100
