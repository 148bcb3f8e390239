"""`rungs secrets`: the key that seals the passwords of channels and the addresses of webhooks."""

import sys

import click

from app import config
from app.cli.place import json_option, open_spaces
from app.cli.speech import say, say_json
from app.runtime.resealing import Renewed, renew
from app.sealing import Seals

LEFT_OVER = 1


@click.group()
def secrets() -> None:
    """封存的密码和密钥。 What is kept sealed."""


@secrets.command("renew")
@click.option(
    "--check", is_flag=True, help="只看还有多少，不改。 Only say what is left; change nothing."
)
@json_option
def renew_seals(*, check: bool, as_json: bool) -> None:
    """用 RUNGS_SECRET_KEYS 的第一把密钥重新封存。 Seal everything again with the first key.

    换密钥：把新的写在最前面，旧的留在后面，重启；运行这条命令；它说“不再需要旧的”之后再删掉旧的。
    中途停下没有关系：旧的还在，再运行一次就接着做。

    To change the key: put the new one first and keep the old ones, restart, run this, and take
    the old ones out once it says that nothing needs them. Dying half-way loses nothing: run it
    again.
    """
    spaces = open_spaces()
    told = renew(spaces, Seals(config.load().secret_keys), check=check)
    if as_json:
        say_json(
            {
                "renewed": 0 if check else told.renewed,
                "left": told.renewed if check else 0,
                "fresh": told.fresh,
                "locked": told.locked,
            }
        )
    else:
        _tell(told, check=check)
    if told.locked or (check and told.renewed):
        sys.exit(LEFT_OVER)


def _tell(told: Renewed, *, check: bool) -> None:
    if check:
        say(
            f"{told.renewed} 项还用旧密钥封存，{told.fresh} 项已用第一把。",
            f"{told.renewed} are sealed with an older key, {told.fresh} with the first.",
        )
    else:
        say(
            f"重新封存了 {told.renewed} 项；{told.fresh} 项本来就是。",
            f"{told.renewed} were sealed again; {told.fresh} were already.",
        )
    for name in told.locked:
        say(
            f"✗ {name}：封存它的密钥已不在，请在页面上重新填写或换一个地址。",
            f"✗ {name}: the key that sealed it is gone; give it anew on its page.",
        )
    if not told.locked and not (check and told.renewed):
        say(
            "没有什么再需要旧的密钥来解开；删掉旧的之后，用它签名的登录和链接会失效。",
            "Nothing needs an older key to be opened; what an older one signed, sign-ins and"
            " links, ends when it is taken out.",
        )
