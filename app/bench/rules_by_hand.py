"""The measured rules, written in Python by hand over values that may be missing."""

from collections.abc import Mapping
from typing import Any


def five(values: Mapping[str, Any]) -> bool:
    spend, orders = values["spend"], values["orders"]
    days, risk = values["days"], values["risk"]
    return (
        spend is not None
        and spend >= 200_000
        and orders is not None
        and orders >= 5
        and ((days is not None and days >= 20) or values["city"] == "Hangzhou")
        and risk is not None
        and risk <= 50
    )


def forty(values: Mapping[str, Any]) -> bool:
    """Eight times the five, each with thresholds of its own, one of the eight being enough."""
    spend, orders = values["spend"], values["orders"]
    days, risk, city = values["days"], values["risk"], values["city"]
    return (
        (
            spend is not None
            and spend >= 900_000
            and orders is not None
            and orders >= 80
            and ((days is not None and days >= 90) or city == "Hangzhou")
            and risk is not None
            and risk <= 10
        )
        or (
            spend is not None
            and spend >= 800_000
            and orders is not None
            and orders >= 70
            and ((days is not None and days >= 80) or city == "Suzhou")
            and risk is not None
            and risk <= 20
        )
        or (
            spend is not None
            and spend >= 700_000
            and orders is not None
            and orders >= 60
            and ((days is not None and days >= 70) or city == "Ningbo")
            and risk is not None
            and risk <= 30
        )
        or (
            spend is not None
            and spend >= 600_000
            and orders is not None
            and orders >= 50
            and ((days is not None and days >= 60) or city == "Wuhan")
            and risk is not None
            and risk <= 40
        )
        or (
            spend is not None
            and spend >= 500_000
            and orders is not None
            and orders >= 40
            and ((days is not None and days >= 50) or city == "Xiamen")
            and risk is not None
            and risk <= 50
        )
        or (
            spend is not None
            and spend >= 400_000
            and orders is not None
            and orders >= 30
            and ((days is not None and days >= 40) or city == "Dalian")
            and risk is not None
            and risk <= 60
        )
        or (
            spend is not None
            and spend >= 300_000
            and orders is not None
            and orders >= 20
            and ((days is not None and days >= 30) or city == "Jinan")
            and risk is not None
            and risk <= 70
        )
        or (
            spend is not None
            and spend >= 200_000
            and orders is not None
            and orders >= 10
            and ((days is not None and days >= 20) or city == "Chengdu")
            and risk is not None
            and risk <= 80
        )
    )
