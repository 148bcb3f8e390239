"""`rungs make-up`: what is missing to the next tier is quoted, paid for and returned."""

import click

from app.cli.ledger import CONSOLE, member_argument, say_entered
from app.cli.place import json_option, program_option, the_program, workspace_option
from app.cli.speech import said, say, say_json
from app.clock import system_clock, to_instant
from app.runtime import making_up
from app.runtime.make_up import SCALE, NoQuote, Quote
from app.runtime.make_up import quote as quote_of
from app.runtime.making_up import Payment
from app.runtime.naming import find_member
from app.runtime.releases import live

ladder_option = click.option("--ladder", default="main", show_default=True)


@click.group("make-up")
def make_up() -> None:
    """补差晋升：差的成长值用消费补足。 Buy what is missing to the next tier."""


@make_up.command()
@member_argument
@ladder_option
@program_option
@workspace_option
@json_option
def quote(
    member: str, ladder: str, program: str | None, workspace: str | None, *, as_json: bool
) -> None:
    """还差多少、多少钱；没有报价时退出码为 1。 What is missing and its price, or why not."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        found = live(space, place.program_id)
        member_id = find_member(space, found, member)
        now = to_instant(system_clock())
        quoted = quote_of(space, found, member_id, ladder, now=now)
    if as_json:
        say_json(_as_json(quoted))
    elif isinstance(quoted, NoQuote):
        click.echo(said(quoted.reason))
    else:
        _say(quoted)
    if isinstance(quoted, NoQuote):
        raise click.exceptions.Exit(1)


def _say(quoted: Quote) -> None:
    label, above = quoted.currency.label, quoted.next.label
    price = _price(quoted)
    say(
        f"升到“{above.to('zh')}”还差 {quoted.points:,} {label.to('zh')}，补差 {price}。",
        f"{quoted.points:,} {label.to('en')} is missing to {above.to('en')}: {price}.",
    )


def _price(quoted: Quote) -> str:
    return f"{quoted.price // SCALE:,}.{quoted.price % SCALE:02}"


def _as_json(quoted: Quote | NoQuote) -> dict[str, object]:
    if isinstance(quoted, NoQuote):
        return {"available": False, "code": quoted.code, "reason": quoted.reason.to_json()}
    return {
        "available": True,
        "currency": quoted.currency.key,
        "from": quoted.held.key,
        "to": quoted.next.key,
        "points": quoted.points,
        "most": quoted.most,
        "price": _price(quoted).replace(",", ""),
    }


@make_up.command()
@member_argument
@click.argument("points", type=click.IntRange(min=1))
@click.option("--reference", required=True, help="付款的编号。 The payment's own number.")
@ladder_option
@program_option
@workspace_option
@json_option
def confirm(
    member: str,
    points: int,
    reference: str,
    ladder: str,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
) -> None:
    """付款后确认：记账并当场升级。 Enter what was paid for, and promote the member."""
    place = the_program(workspace, program)
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        outcome = making_up.confirm(
            space,
            found,
            find_member(space, found, member),
            Payment(ladder=ladder, points=points, reference=reference),
            now=to_instant(system_clock()),
            cause=CONSOLE,
        )
        say_entered(outcome, as_json=as_json)


@make_up.command()
@click.argument("reference")
@program_option
@workspace_option
@json_option
def reverse(reference: str, program: str | None, workspace: str | None, *, as_json: bool) -> None:
    """付款退回后收回补的。 Take back what was bought, for the payment was returned."""
    place = the_program(workspace, program)
    with place.workspace.writing() as space:
        found = live(space, place.program_id)
        now = to_instant(system_clock())
        outcome = making_up.reverse_make_up(space, found, reference, now=now, cause=CONSOLE)
        say_entered(outcome, as_json=as_json)
