"""`rungs ledger`: what members have of each currency, and entries that are posted and reversed."""

from datetime import datetime
from typing import Any

import click

from app.cli.place import Place, json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_json
from app.clock import from_instant, system_clock, to_instant
from app.days import to_day
from app.errors import Invalid
from app.program.objects import EntryKind
from app.runtime import ledger as books
from app.runtime.ledger import Posting, Reversal
from app.runtime.naming import find_member
from app.runtime.postings import FROM_OUTSIDE
from app.runtime.records import LIMIT, Outcome, Status
from app.runtime.releases import live
from app.words import Words

CONSOLE = "console"
DAY = click.DateTime(["%Y-%m-%d"])
KINDS = click.Choice([each.value for each in FROM_OUTSIDE])
member_argument = click.argument("member")


@click.group()
def ledger() -> None:
    """账本：成长值和积分。会员写编号，或 external_id:42。 Growth value and points."""


@ledger.command()
@member_argument
@program_option
@workspace_option
@json_option
def balance(member: str, program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """会员每种币种的余额。 What a member has of each currency."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        member_id = find_member(space, found, member)
        holdings = books.holdings(space, found, member_id, now=to_instant(system_clock()))
    if as_json:
        told = {each.currency.key: _total(each) for each in holdings}
        say_json({"member_id": str(member_id), "currencies": told})
        return
    for each in holdings:
        total = _total(each)
        click.echo(f"{said(each.currency.label)}  {total['balance']:,}")
        say(
            f"  累计获得 {total['earned']:,}，可用 {total['available']:,}，欠 {total['owed']:,}",
            f"  earned {total['earned']:,}, available {total['available']:,},"
            f" owed {total['owed']:,}",
        )


def _total(holding: books.Holding) -> dict[str, int]:
    total = holding.total
    return {
        "balance": total.amount,
        "earned": total.earned,
        "available": total.spendable if holding.currency.spendable else 0,
        "owed": total.owed,
    }


@ledger.command()
@member_argument
@click.option("--currency", help="只看一种币种。 One currency alone.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@program_option
@workspace_option
@json_option
def entries(
    member: str,
    currency: str | None,
    limit: int,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
) -> None:
    """会员最近的账目。 A member's latest entries."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        rows = books.latest(space, found, find_member(space, found, member), currency, limit=limit)
        zone = found.checked.program.settings.calendar.zone
    if as_json:
        say_json([_entry(each) for each in rows])
        return
    for each in rows:
        at = from_instant(each["occurred_at"]).astimezone(zone).strftime("%Y-%m-%d %H:%M")
        label = said(EntryKind(each["kind"]).label)
        cause = each["external_id"]
        click.echo(f"{at}  {each['amount']:>+12,} {each['currency']}  {label}  {cause}")


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "cause": row["external_id"],
        "currency": row["currency"],
        "amount": row["amount"],
        "earned": row["earned"],
        "kind": row["kind"],
        "occurred_at": from_instant(row["occurred_at"]).isoformat(),
        "reverses": None if row["reverses"] is None else str(row["reverses"]),
        "note": row["note"],
    }


@ledger.command(context_settings={"ignore_unknown_options": True})
@member_argument
@click.argument("currency")
@click.argument("amount", type=int)
@click.option("--cause", required=True, help="缘由编号；同一个只记一次。 Entered once.")
@click.option("--kind", type=KINDS, help="默认：正数获得，负数使用。 By default earn or spend.")
@click.option("--expires-on", type=DAY, help="失效日。 The first day it cannot be spent on.")
@click.option("--note", help="说明。 What for.")
@program_option
@workspace_option
@json_option
def post(
    member: str,
    currency: str,
    amount: int,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
    **told: Any,
) -> None:
    """记一笔账：获得写正数，使用写负数。 Post an entry: earnings positive, spending negative."""
    place = the_program(workspace, program)
    usual = EntryKind.SPEND if amount < 0 else EntryKind.EARN
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        posting = Posting(
            member_id=find_member(space, found, member),
            cause=told["cause"],
            currency=currency,
            amount=amount,
            kind=EntryKind(told["kind"] or usual),
            expires_on=_day(told["expires_on"]),
            note=told["note"],
        )
        now = to_instant(system_clock())
        (outcome,) = books.post(space, found, [posting], now=now, cause=CONSOLE)
        say_entered(outcome, as_json=as_json)


def _day(told: datetime | None) -> int | None:
    return None if told is None else to_day(told.date())


@ledger.command()
@member_argument
@click.argument("of")
@click.option("--cause", required=True, help="缘由编号；同一个只记一次。 Entered once.")
@click.option("--amount", type=click.IntRange(min=1), help="默认全部。 By default all of it.")
@click.option("--extend-to", type=DAY, help="退回的延到哪天失效。 When what comes back expires.")
@program_option
@workspace_option
@json_option
def reverse(
    member: str,
    of: str,
    cause: str,
    amount: int | None,
    extend_to: datetime | None,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
) -> None:
    """冲正一笔账或它的一部分。 Reverse an entry, or part of it."""
    place = the_program(workspace, program)
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        reversal = Reversal(
            member_id=find_member(space, found, member),
            cause=cause,
            of=of,
            amount=amount,
            extend_to=_day(extend_to),
        )
        now = to_instant(system_clock())
        (outcome,) = books.post(space, found, [reversal], now=now, cause=CONSOLE)
        say_entered(outcome, as_json=as_json)


@ledger.command()
@program_option
@workspace_option
@json_option
def expire(program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """让到期的失效；可以重复运行。 Let what has expired lapse; may be run again."""
    place = the_program(workspace, program)
    lapsed = _expire(place)
    if as_json:
        say_json({"lapsed": lapsed})
    else:
        say(f"{lapsed:,} 批已失效。", f"{lapsed:,} lots have lapsed.")


def _expire(place: Place) -> int:
    lapsed, now = 0, to_instant(system_clock())
    while True:
        with place.workspace.writing() as space:
            count = books.expire(space, live(space, place.program_id), now=now, cause=CONSOLE)
        lapsed += count
        if count < LIMIT:
            return lapsed


def say_entered(outcome: Outcome, *, as_json: bool) -> None:
    """Tell what became of one request. Raises `Invalid` where it was refused."""
    if outcome.status is Status.REFUSED:
        raise Invalid("没有记账。", "Nothing was entered.", outcome.findings)
    gained = [{"ladder": each.ladder, "from": each.old, "to": each.new} for each in outcome.moved]
    if as_json:
        head = {"status": outcome.status.value, "id": str(outcome.record_id)}
        say_json(head | {"member_id": str(outcome.member_id), "gained": gained})
        return
    known = outcome.status is Status.KNOWN
    click.echo(said(_KNOWN if known else _ENTERED))
    for each in outcome.moved:
        click.echo(f"  {each.ladder}: {each.old or '—'} → {each.new or '—'}")


_ENTERED = Words("已记账。", "Entered.")
_KNOWN = Words("这个缘由早已记过，没有再记。", "This cause was entered before; nothing was done.")
