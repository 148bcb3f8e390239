"""Budgets as JSON: so many, or so much money, in a stretch of time."""

from collections.abc import Mapping
from typing import Any

from app.program.benefit import Every
from app.program.budget import Budget, Of
from app.program.earning_reading import MOST, positive
from app.program.reader import Reader, without_empty

BUDGET_KEYS = "key label of all currency most money worth every stops"
MOST_OF_ALL = 10**12
ROUNDING = 1e-4
"""So that 12.34 times a hundred is whole."""
MOST_NAMED = 5
"""Budgets that one coupon or benefit may come out of, by name."""


def read_budget(reader: Reader, value: Any, path: str) -> Budget:
    content = reader.mapping(value, path)
    reader.only(content, path, BUDGET_KEYS)
    key = reader.key(content, path)
    every = content.get("every")
    most = content.get("most")
    of = reader.one_of(Of, content.get("of"), f"{path}/of", Of.CURRENCY)
    money = positive(reader, content, "money", path, most=MOST)
    worth = positive(reader, content, "worth", path, most=MOST)
    _amount(reader, of, most, money, worth, path)
    if money is not None and abs(money * 100 - round(money * 100)) > ROUNDING:
        reader.wrong(f"{path}/money", "金额最多两位小数。", "Money has at most two decimal places.")
    everything = reader.flag(content, "all", path, default=False)
    if everything and of is Of.CURRENCY:
        reader.wrong(
            f"{path}/all",
            "只有券和权益的预算可以管全部。",
            "Only a budget of coupons or benefits may hold for all of them.",
        )
    return Budget(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        of=of,
        all=everything,
        currency=reader.text(content, "currency", path) or "points",
        most=None
        if most is None
        else reader.whole(content, "most", path, 1, least=1, most=MOST_OF_ALL),
        money=None if money is None else round(money * 100),
        worth=worth,
        every=None if every is None else reader.one_of(Every, every, f"{path}/every", Every.MONTH),
        stops=reader.flag(content, "stops", path, default=True),
    )


def _amount(
    reader: Reader, of: Of, most: Any, money: float | None, worth: float | None, path: str
) -> None:
    """Refuse a budget that says how much in two ways, or in none."""
    if of is Of.COUPONS:
        if (most is None) is (money is None) or worth is not None:
            reader.wrong(
                path,
                "券的预算写 most（多少张），或 money（面值合计多少钱）。",
                "A budget of coupons has `most`, how many, or `money`, what they come to at face"
                " value.",
            )
    elif (most is None) is (money is None) or (money is None) is not (worth is None):
        reader.wrong(
            path,
            "预算写 most（多少积分或多少次），或 money（多少钱）加 worth（一分或一次值多少钱）。",
            "A budget has `most`, how many, or `money` with the `worth` of one.",
        )


def read_budgets_named(reader: Reader, content: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """Read which budgets something comes out of: one key, or several."""
    value = content.get("budget")
    if isinstance(value, str):
        return (value,)
    found = reader.sequence(value, f"{path}/budget")
    if any(not isinstance(each, str) for each in found) or len(found) > MOST_NAMED:
        reader.wrong(
            f"{path}/budget",
            f"写一个预算的标识，或至多 {MOST_NAMED} 个的列表。",
            f"Expected the key of a budget, or a list of up to {MOST_NAMED}.",
        )
        return ()
    return tuple(dict.fromkeys(found))


def dump_budgets_named(named: tuple[str, ...]) -> Any:
    return named[0] if len(named) == 1 else list(named)


def dump_budget(budget: Budget) -> dict[str, Any]:
    head = {"key": budget.key, "label": budget.label.to_json()}
    tail = without_empty(
        {
            "of": None if budget.of is Of.CURRENCY else budget.of.value,
            "all": budget.all,
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
