"""`rungs outbox`: messages on their way out, and what is done about them."""

import click

from app.cli.place import (
    json_option,
    open_spaces,
    program_option,
    the_program,
    workspace_option,
)
from app.cli.speech import said as spoken
from app.cli.speech import say, say_json
from app.clock import from_instant, system_clock, to_instant
from app.program.message_template import CHANNELS
from app.runtime import message_control
from app.runtime.naming import find_member
from app.runtime.releases import live
from app.storage import restorations, sent_messages
from app.storage.outgoing import STATES, said
from app.storage.restorations import Waiting
from app.storage.sent_messages import Asked, MessageRow

CONSOLE = "console"
ALL = "all"
channel_option = click.option(
    "--channel", type=click.Choice(list(CHANNELS)), help="只看一个渠道。 Of one channel."
)


@click.group()
def outbox() -> None:
    """发件箱：消息的发送、重试和取消。 Messages on their way out."""


@outbox.command("list")
@click.option("--state", type=click.Choice(STATES), help="只看一种状态。 In one state.")
@channel_option
@click.option("--member", help="会员编号，或 external_id:42。 Of one member.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@program_option
@workspace_option
@json_option
def list_messages(
    state: str | None,
    channel: str | None,
    member: str | None,
    limit: int,
    program: str | None,
    workspace: str | None,
    *,
    as_json: bool,
) -> None:
    """最近的消息。 The latest messages."""
    place = the_program(workspace, program)
    with place.workspace.reading() as space:
        member_id = None
        if member is not None:
            member_id = find_member(space, live(space, place.program_id), member)
        asked = Asked(state=state, channel=channel, member_id=member_id)
        rows = sent_messages.latest(space, place.program_id, asked, limit=limit)
    if as_json:
        say_json([_message(each) for each in rows])
        return
    for each in rows:
        at = from_instant(each.created_at).isoformat(timespec="seconds")
        error = f"  {spoken(said(each.last_error))}" if each.last_error else ""
        click.echo(f"{each.key}  {at}  {each.channel}  {each.state}  ×{each.attempts}{error}")


def _message(row: MessageRow) -> dict[str, object]:
    return {
        "message": row.key,
        "channel": row.channel,
        "purpose": row.purpose,
        "state": row.state,
        "attempts": row.attempts,
        "created_at": from_instant(row.created_at).isoformat(),
        "error": said(row.last_error).to_json() if row.last_error else None,
    }


@outbox.command()
@click.argument("message")
@channel_option
@program_option
@workspace_option
def retry(message: str, channel: str | None, program: str | None, workspace: str | None) -> None:
    """重试已放弃的消息；all 为全部。 Try again what was given up; `all` of it."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    count = 1
    with place.workspace.writing() as space:
        if message == ALL:
            count = message_control.retry_all(
                space, place.program_id, channel=channel, now=now, by=CONSOLE
            )
        else:
            message_control.retry(space, place.program_id, message, now=now, by=CONSOLE)
    say(f"{count} 条消息会重新发送。", f"{count} messages will be tried again.")


@outbox.command()
@click.argument("message")
@channel_option
@program_option
@workspace_option
def cancel(message: str, channel: str | None, program: str | None, workspace: str | None) -> None:
    """取消还没发出的消息；all 为全部。 End what has not left; `all` of it."""
    place, now = the_program(workspace, program), to_instant(system_clock())
    count = 1
    with place.workspace.writing() as space:
        if message == ALL:
            count = message_control.cancel_all(
                space, place.program_id, channel=channel, now=now, by=CONSOLE
            )
        else:
            message_control.cancel(space, place.program_id, message, now=now, by=CONSOLE)
    say(f"取消了 {count} 条消息。", f"{count} messages were cancelled.")


@outbox.command()
@click.option("--send", "what", flag_value="send", help="发送等着的。 Send what has waited.")
@click.option(
    "--cancel",
    "what",
    flag_value="cancel",
    help="取消等着的，只发以后的。 Cancel what has waited; later messages leave.",
)
@json_option
def resume(what: str | None, *, as_json: bool) -> None:
    """恢复备份之后，重新开始对外发送。 Let messages leave again after a restore.

    备份之后，原来的系统可能已经发过等着的消息：发过就 --cancel，没有发过就 --send。
    取消之前先启动后台进程：备份之后到期的自动化走完，它们的消息才能一起取消。

    The original may have sent what waits here since the backup was taken: cancel it then, and
    send it otherwise. Start the worker before you cancel, so that what became due since has
    passed.
    """
    if what is None:
        raise click.UsageError("请写明 --send 或 --cancel。 Say --send or --cancel.")
    spaces, now = open_spaces(), to_instant(system_clock())
    with spaces.installation() as connection:
        count = restorations.resume(connection, Waiting(what), now=now)
    if as_json:
        say_json({"waited": count, "became": what})
    elif what == Waiting.SEND:
        say(f"重新开始发送；{count} 条等着的会发出。", f"Sending again; {count} that waited leave.")
    else:
        say(
            f"重新开始发送；取消了 {count} 条等着的。",
            f"Sending again; {count} that waited were cancelled.",
        )
