"""`rungs api-key`: who may use the API, and for what."""

import json
from datetime import UTC
from typing import Any

import click

from app import config
from app.access import Scope
from app.clock import from_instant, system_clock, to_instant
from app.errors import NotFound
from app.secrets import digest_of, new_secret
from app.storage import api_keys, audit
from app.storage.api_keys import ApiKey
from app.storage.programs import find_workspace, programs
from app.storage.space import Space
from app.storage.spaces import Spaces

PREFIX = "rk_"
"""By which scanners for leaked secrets recognise a key."""
LONGEST_LABEL = 100
_WORKSPACE = "工作区的标识。 The key of a workspace."


@click.group("api-key")
def api_key() -> None:
    """接口密钥。 Keys of the API."""


@api_key.command()
@click.option("--workspace", required=True, help=_WORKSPACE)
@click.option("--program", help="方案的标识；只有一个时可省略。 Needed where there are several.")
@click.option("--label", required=True, help="谁在用它。 What it is used by.")
@click.option(
    "--scope",
    "scopes",
    required=True,
    multiple=True,
    type=click.Choice([each.value for each in Scope]),
    help="可重复。 May be given several times.",
)
@click.option("--json", "as_json", is_flag=True)
def create(
    *, workspace: str, program: str | None, label: str, scopes: tuple[str, ...], as_json: bool
) -> None:
    """新建密钥；只显示这一次。 Make a key; it is shown this once."""
    if not 0 < len(label.strip()) <= LONGEST_LABEL:
        raise click.BadParameter("1–100", param_hint="--label")
    secret = PREFIX + new_secret()
    spaces = Spaces.at(config.load().database_url)
    now = to_instant(system_clock())
    with spaces.writing(_workspace(spaces, workspace)) as space:
        program_id = _program(space, program)
        key_id = api_keys.create(
            space,
            program_id,
            digest_of(secret),
            label=label.strip(),
            scopes=[Scope(each) for each in scopes],
            at=now,
        )
        _note(space, "api_key.created", key_id, at=now, detail={"scopes": sorted(scopes)})
    if as_json:
        click.echo(json.dumps({"id": str(key_id), "key": secret, "scopes": sorted(set(scopes))}))
        return
    click.echo(secret)
    click.echo("请现在保存：以后不会再显示。 Keep it now: it is not shown again.", err=True)


@api_key.command("list")
@click.option("--workspace", required=True, help=_WORKSPACE)
@click.option("--json", "as_json", is_flag=True)
def list_keys(*, workspace: str, as_json: bool) -> None:
    """列出密钥，不含密钥本身。 List the keys, without their secrets."""
    spaces = Spaces.at(config.load().database_url)
    with spaces.reading(_workspace(spaces, workspace)) as space:
        names = {each.id: each.key for each in programs(space)}
        found = [_shown(each, names[each.program_id]) for each in api_keys.keys(space)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for each in found:
        state = f"已撤销 revoked {each['revoked_at']}" if each["revoked_at"] else "有效 in force"
        scopes = " ".join(each["scopes"])
        click.echo(f"{each['id']}  {each['program']}  {each['label']}  {scopes}  {state}")


@api_key.command()
@click.argument("key_id", type=click.IntRange(1, 2**63 - 1))
@click.option("--workspace", required=True, help=_WORKSPACE)
def revoke(*, key_id: int, workspace: str) -> None:
    """撤销密钥，立即生效。 Revoke a key, from the next request on."""
    spaces = Spaces.at(config.load().database_url)
    now = to_instant(system_clock())
    with spaces.writing(_workspace(spaces, workspace)) as space:
        api_keys.revoke(space, key_id, at=now)
        _note(space, "api_key.revoked", key_id, at=now)
    click.echo(f"已撤销 {key_id}。 Revoked {key_id}.")


def _note(space: Space, action: str, key_id: int, *, at: int, detail: object = None) -> None:
    audit.note(
        space, at=at, actor="console", action=action, subject=f"api_key:{key_id}", detail=detail
    )


def _workspace(spaces: Spaces, key: str) -> int:
    with spaces.installation() as connection:
        found = find_workspace(connection, key)
    if found is None:
        raise NotFound(f"没有工作区“{key}”。", f"There is no workspace {key!r}.")
    return found


def _program(space: Space, key: str | None) -> int:
    found = programs(space)
    if key is None and len(found) == 1:
        return found[0].id
    named = [each.id for each in found if each.key == key]
    if not named:
        listed = ", ".join(each.key for each in found) or "—"
        raise NotFound(
            f"请用 --program 指明方案：{listed}。", f"Name the programme by --program: {listed}."
        )
    return named[0]


def _shown(key: ApiKey, program: str) -> dict[str, Any]:
    def moment(instant: int | None) -> str | None:
        return None if instant is None else from_instant(instant).astimezone(UTC).isoformat()

    return {
        "id": str(key.id),
        "program": program,
        "label": key.label,
        "scopes": sorted(key.scopes),
        "created_at": moment(key.created_at),
        "revoked_at": moment(key.revoked_at),
    }
