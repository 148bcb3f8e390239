"""People who may sign in: made and helped from the console of the server."""

import json

import click
from sqlalchemy import Connection

from app import config
from app.access import Role
from app.clock import system_clock, to_instant
from app.errors import NotFound
from app.passwords import hash_password
from app.secrets import digest_of, new_secret
from app.storage import accounts, sessions
from app.storage.accounts import User
from app.storage.engine import make_engine
from app.storage.ids import Ids
from app.storage.programs import find_workspace

VALID_MINUTES = 15
MINUTE = 60_000_000
"""In microseconds."""
FIRST_OWNER = "owner@localhost"


@click.command("sign-in-link")
@click.option("--email", help="给谁；默认为第一位所有者。 For whom; by default the first owner.")
@click.option("--json", "as_json", is_flag=True)
def sign_in_link(email: str | None, *, as_json: bool) -> None:
    """打印一次性登录链接。 Print a link that signs somebody in once."""
    settings = config.load()
    now = to_instant(system_clock())
    secret = new_secret()
    with make_engine(settings.database_url).begin() as connection:
        user = _user(connection, email, now=now)
        sessions.add_link(
            connection,
            digest_of(secret),
            user_id=user.id,
            expires_at=now + VALID_MINUTES * MINUTE,
        )
    url = f"{settings.public_url}/sign-in/{secret}"
    if as_json:
        click.echo(json.dumps({"url": url, "email": user.email, "minutes": VALID_MINUTES}))
        return
    click.echo(url)
    click.echo(
        f"{user.email}：{VALID_MINUTES} 分钟内可用一次。 Good once, for {VALID_MINUTES} minutes.",
        err=True,
    )


def _user(connection: Connection, email: str | None, *, now: int) -> User:
    if email is None:
        return _first_owner(connection, now=now)
    found = accounts.find_user(connection, email)
    if found is None:
        raise NotFound(f"没有账户“{email}”。", f"There is no account for {email!r}.")
    return found


def _first_owner(connection: Connection, *, now: int) -> User:
    """Give the owner of a fresh installation; only the console can make one."""
    owner = accounts.first_owner(connection) or accounts.find_user(connection, FIRST_OWNER)
    if owner is None:
        accounts.add_user(connection, Ids(), email=FIRST_OWNER, name="店主", at=now)
        owner = accounts.find_user(connection, FIRST_OWNER)
        assert owner is not None
    for workspace_id in accounts.workspaces_without_owner(connection):
        accounts.join(connection, owner.id, workspace_id, Role.OWNER)
    return owner


@click.command("user-add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--workspace", required=True, help="工作区的标识。 The key of a workspace.")
@click.option("--role", type=click.Choice([each.value for each in Role]), default="operator")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, default="")
def user_add(email: str, name: str, workspace: str, role: str, password: str) -> None:
    """添加账户；密码留空则只能用链接登录。 Add somebody; without a password, a link signs in."""
    with make_engine(config.load().database_url).begin() as connection:
        workspace_id = find_workspace(connection, workspace)
        if workspace_id is None:
            raise NotFound(f"没有工作区“{workspace}”。", f"There is no workspace {workspace!r}.")
        now = to_instant(system_clock())
        user_id = accounts.add_user(connection, Ids(), email=email, name=name, at=now)
        accounts.join(connection, user_id, workspace_id, Role(role))
        if password:
            accounts.set_password(connection, user_id, hash_password(password))
    click.echo(f"已添加 {email}。 Added {email}.")


@click.command("user-password")
@click.argument("email")
@click.password_option("--password")
def user_password(email: str, password: str) -> None:
    """设置密码并结束该账户的所有登录。 Set a password; every session of the account ends."""
    with make_engine(config.load().database_url).begin() as connection:
        user = accounts.find_user(connection, email)
        if user is None:
            raise NotFound(f"没有账户“{email}”。", f"There is no account for {email!r}.")
        accounts.set_password(connection, user.id, hash_password(password))
    click.echo("密码已更改。 The password is changed.")
