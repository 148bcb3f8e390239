"""What a new release must leave as it is, and what of the kept metrics stays right under it."""

from collections.abc import Iterator

from app.errors import Finding, Severity
from app.expression.tree import Rollup
from app.program.checked import CheckedProgram
from app.program.field import Field
from app.program.objects import Object
from app.program.program import Program
from app.words import Words

Forms = dict[str, frozenset[str]]
"""Normal forms, by the object whose metrics they are."""


def breaks(live: Program, new: Program) -> Iterator[Finding]:
    """Say what records kept under the live release would not survive."""
    was, wanted = live.settings.calendar.timezone, new.settings.calendar.timezone
    if was != wanted:
        yield Finding.of(
            "/settings/timezone",
            f"已上线的方案按 {was} 记日子，不能改为 {wanted}：已有记录的日期会错位。"
            "要换时区，请另建方案并重新导入。",
            f"The live release counts days of {was}; records would fall on wrong days under"
            f" {wanted}. To change the zone, start another programme and import anew.",
        )
    if live.settings.currency != new.settings.currency:
        yield _another_currency(live.settings.currency, new.settings.currency)
    for n, designed in enumerate(new.designed):
        before = live.find_object(designed.key)
        if before is not None:
            yield from _object(before, designed, f"/objects/{n}")


def _another_currency(was: str, wanted: str) -> Finding:
    return Finding.of(
        "/settings/currency",
        f"已上线的方案按 {was} 记金额，不能改为 {wanted}：已有的金额和门槛不会换算，"
        "意思会变。要换货币，请另建方案并重新导入。",
        f"Amounts of the live release are in {was}; they would be taken for {wanted} as they are,"
        " and so would the thresholds. To change the currency, start another programme and import"
        " anew.",
    )


def _object(before: Object, designed: Object, path: str) -> Iterator[Finding]:
    if before.of_member is not designed.of_member:
        yield Finding.of(
            f"{path}/of_member",
            f"“{designed.label.to('zh')}”已有数据表，不能再改是否属于会员；请另建一个对象。",
            f"{designed.label.to('en')} has a table already, so whether it belongs to members"
            " cannot change; add another object.",
        )
    for m, field in enumerate(designed.fields):
        kept = before.find_field(field.key)
        if kept is not None and field.unique and not kept.unique:
            yield _late_unique(f"{path}/fields/{m}/unique", field)


def _late_unique(path: str, field: Field) -> Finding:
    return Finding(
        path=path,
        message=Words(
            f"“{field.label.to('zh')}”从这个版本起不可重复；此前记录的值不参与比对。",
            f"{field.label.to('en')} is unique from this release on; values of earlier records"
            " are not compared with.",
        ),
        severity=Severity.WARNING,
    )


def metrics_kept(live: CheckedProgram, new: Program) -> Forms:
    """Give the metrics that the live release keeps up to date and that still mean the same."""
    return {
        key: frozenset(each.normal_form for each in found if _means_the_same(each, live, new))
        for key, found in live.rollups.items()
    }


def sources_kept(live: CheckedProgram, new: Program) -> Forms:
    """Give the sources whose day buckets the live release keeps, by days that still hold."""
    return {
        key: frozenset(each.source for each in found if _goes_by_the_same_time(each, live, new))
        for key, found in live.rollups.items()
    }


def _goes_by_the_same_time(rollup: Rollup, live: CheckedProgram, new: Program) -> bool:
    there = new.find_object(rollup.relation)
    return there is not None and there.occurred == live.program.object(rollup.relation).occurred


def _means_the_same(rollup: Rollup, live: CheckedProgram, new: Program) -> bool:
    if rollup.unit == "week" and (
        live.program.settings.calendar.week_starts != new.settings.calendar.week_starts
    ):
        return False
    if rollup.window.needs == "period" and (
        _period(live.program, rollup.window.ladder) != _period(new, rollup.window.ladder)
    ):
        return False
    return _goes_by_the_same_time(rollup, live, new)


def _period(program: Program, ladder: str | None) -> str | None:
    return next((str(each.period) for each in program.ladders if each.key == ladder), None)
