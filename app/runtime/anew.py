"""Members as they are right after a release has been published, before anybody is placed."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, case, cast, select

from app.days import Moment
from app.expression.tree import Rollup
from app.program.objects import MEMBER
from app.runtime.periods import days_anew, settings_of
from app.runtime.placing import Placing
from app.runtime.releases import Live
from app.storage.space import Space
from app.storage.standings import reviewed_as


def begun_anew(space: Space, rules: Live, moment: Moment) -> Live:
    """Give members the days that publishing these rules gives them.

    Where periods or reviews are new, they begin today; a lock to a tier that is no more holds
    nobody. What counts in a period that begins anew is counted anew as well.
    """
    changed: dict[str, ColumnElement[Any]] = {}
    begun = set()
    for key, ladder in rules.checked.ladders.items():
        placing = Placing(rules, ladder, moment)
        changed |= _lock(placing)
        if reviewed_as(space, placing.columns.id) != settings_of(placing):
            changed |= days_anew(placing, moment.today)
            begun.add(key)
    if not changed:
        return rules
    return _seen(rules, changed, {each for each in begun if _by_member(rules, each)})


def _lock(placing: Placing) -> dict[str, ColumnElement[Any]]:
    ids = placing.tier_ids()
    if set(placing.columns.tiers.values()) <= set(ids):
        return {}
    lock = placing.members.readable.c[placing.columns.lock.name]
    return {placing.columns.lock.name: case((lock.in_(ids), lock))}


def _by_member(rules: Live, ladder: str) -> bool:
    return rules.checked.ladders[ladder].ladder.own_periods


def _seen(rules: Live, changed: dict[str, ColumnElement[Any]], begun: set[str]) -> Live:
    members = rules.catalogue.members
    table = members.readable
    columns = [
        cast(changed[each.name], each.type).label(each.name) if each.name in changed else each
        for each in table.c
    ]
    seen = select(*columns).subquery()
    kept = {
        form: each
        for form, each in members.metrics.items()
        if form not in stale_forms(rules, begun, {"period"})
    }
    found = replace(members, seen=seen, metrics=kept)
    catalogue = rules.catalogue
    return replace(
        rules, catalogue=replace(catalogue, records={**catalogue.records, MEMBER: found})
    )


def stale_forms(rules: Live, ladders: set[str], needs: set[str]) -> set[str]:
    """Name the metrics whose windows begin with something of these ladders."""

    def reads(each: Rollup) -> bool:
        return each.window.needs in needs and each.window.ladder in ladders

    return {each.normal_form for each in rules.checked.rollups[MEMBER] if reads(each)}
