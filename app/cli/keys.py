"""`rungs api-key`: who may use the API, and for what."""

from typing import Any

import click

from app.access import Scope
from app.cli.place import (
    json_option,
    program_option,
    the_program,
    the_workspace,
    workspace_option,
)
from app.cli.speech import say, say_json
from app.clock import from_instant, system_clock, to_instant
from app.errors import Invalid
from app.secrets import digest_of, new_secret
from app.storage import api_keys, audit
from app.storage.api_keys import ApiKey
from app.storage.programs import programs
from app.storage.space import Space

PREFIX = "rk_"
"""By which scanners for leaked secrets recognise a key."""
LONGEST_LABEL = 100
BY = "console"


@click.group("api-key")
def api_key() -> None:
    """接口密钥。 Keys of the API."""


@api_key.command()
@workspace_option
@program_option
@click.option("--label", required=True, help="给谁用。 What uses it.")
@click.option(
    "--scope",
    "scopes",
    required=True,
    multiple=True,
    type=click.Choice([each.value for each in Scope]),
    help="可重复。 May be given several times.",
)
@json_option
def create(
    *,
    workspace: str | None,
    program: str | None,
    label: str,
    scopes: tuple[str, ...],
    as_json: bool,
) -> None:
    """新建密钥；只显示这一次。 Make a key; it is shown this once."""
    _refuse_label(label.strip())
    place = the_program(workspace, program)
    secret = PREFIX + new_secret()
    now = to_instant(system_clock())
    with place.workspace.writing() as space:
        key_id = api_keys.create(
            space,
            place.program_id,
            digest_of(secret),
            label=label.strip(),
            scopes={Scope(each) for each in scopes},
            at=now,
        )
        _note(space, "api_key.created", key_id, at=now, detail={"scopes": sorted(set(scopes))})
    if as_json:
        say_json({"id": str(key_id), "key": secret, "scopes": sorted(set(scopes))})
        return
    click.echo(secret)
    say("请现在保存：以后不会再显示。", "Keep it now: it is not shown again.", err=True)


def _refuse_label(label: str) -> None:
    if not 0 < len(label) <= LONGEST_LABEL:
        raise Invalid(
            f"--label 应为 1 到 {LONGEST_LABEL} 个字符。",
            f"--label has 1 to {LONGEST_LABEL} characters.",
        )


@api_key.command("list")
@workspace_option
@json_option
def list_keys(*, workspace: str | None, as_json: bool) -> None:
    """列出密钥，不含密钥本身。 List the keys, without their secrets."""
    with the_workspace(workspace).reading() as space:
        names = {each.id: each.key for each in programs(space)}
        found = [_shown(each, names[each.program_id]) for each in api_keys.keys(space)]
    if as_json:
        say_json(found)
        return
    for each in found:
        mark = "✗" if each["revoked_at"] else "✓"
        scopes = " ".join(each["scopes"])
        click.echo(f"{mark} {each['id']}  {each['program']}  {each['label']}  {scopes}")


@api_key.command()
@click.argument("key_id", type=click.IntRange(1, 2**63 - 1))
@workspace_option
def revoke(*, key_id: int, workspace: str | None) -> None:
    """撤销密钥，立即生效。 Revoke a key, from the next request on."""
    now = to_instant(system_clock())
    with the_workspace(workspace).writing() as space:
        api_keys.revoke(space, key_id, at=now)
        _note(space, "api_key.revoked", key_id, at=now)
    say(f"已撤销 {key_id}。", f"Revoked {key_id}.")


def _note(space: Space, action: str, key_id: int, *, at: int, detail: Any = None) -> None:
    audit.note(space, at=at, actor=BY, action=action, subject=f"api_key:{key_id}", detail=detail)


def _shown(key: ApiKey, program: str) -> dict[str, Any]:
    return {
        "id": str(key.id),
        "program": program,
        "label": key.label,
        "scopes": sorted(key.scopes),
        "created_at": _moment(key.created_at),
        "revoked_at": _moment(key.revoked_at),
    }


def _moment(instant: int | None) -> str | None:
    return None if instant is None else from_instant(instant).isoformat()
