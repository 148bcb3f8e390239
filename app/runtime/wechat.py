"""WeChat's servers: how they let us in, and what their answers mean."""

from typing import Any

from app.outbound import Door
from app.runtime.channel_settings import Ask, Setting, member_field, pairs, per_minute
from app.runtime.channels.base import (
    Access,
    Account,
    ChannelKind,
    Delivery,
    Failed,
    Outcome,
    filled,
    provider_template,
    value_of,
)
from app.runtime.provider_calls import AGAIN_IN, TEMPLATES, asked_json, judged
from app.words import Words

STALE = (40001, 40014, 42001)
"""Our access has ended, or somebody else asked for a new one."""
TOO_OFTEN = (45009, 45011)
NOT_THIS_MEMBER = (40003, 43004, 43101, 43116, 47003)
"""No such person, does not follow, did not subscribe, or the values do not fit the template."""
HOST = "https://api.weixin.qq.com"


class NoAccess(Exception):
    """WeChat did not let us in."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def settings_of(app: Words, *more: Setting) -> tuple[Setting, ...]:
    """Give what both kinds of accounts ask for."""
    return (
        Setting(key="app_id", label=Words("AppID", "AppID"), required=True),
        Setting(key="secret", label=Words("AppSecret", "AppSecret"), ask=Ask.SECRET, required=True),
        member_field(
            Words(f"会员的{app.zh} OpenID 字段", f"Member's field with the OpenID of the {app.en}"),
            "text",
            required=True,
        ),
        Setting(key="template", label=Words("模板编号", "Template id"), required=True),
        TEMPLATES,
        Setting(
            key="data",
            label=Words("模板内容", "Values of the template"),
            help=Words(
                "每行一个：字段名=内容；可以写 {title} 和 {text}。例如 thing1={title}",
                "One per line: name=value; {title} and {text} are put in. Such as thing1={title}",
            ),
            ask=Ask.LINES,
            default="first={title}\nremark={text}",
        ),
        *more,
        Setting(
            key="host",
            label=Words("接口地址", "Address of the API"),
            default=HOST,
        ),
        per_minute(600),
    )


def send(
    kind: ChannelKind,
    delivery: Delivery,
    account: Account,
    door: Door,
    *,
    path: str,
    more: dict[str, Any],
) -> Outcome:
    """Send one message; where our access has ended, ask for a new one and try once more."""
    host = str(value_of(kind, account, "host")).rstrip("/")
    lines = pairs(value_of(kind, account, "data"))
    payload = {
        "touser": delivery.to,
        "template_id": provider_template(kind, delivery, account),
        "data": {name: {"value": filled(text, delivery)} for name, text in lines.items()},
        **more,
    }

    def let_in() -> Access:
        return _access(kind, account, door, host)

    try:
        token = account.access(let_in, None)
        found = asked_json(door, f"{host}{path}?access_token={token}", payload, repeatable=True)
        if isinstance(found, dict) and found.get("errcode") in STALE:
            token = account.access(let_in, token)
            found = asked_json(door, f"{host}{path}?access_token={token}", payload, repeatable=True)
    except NoAccess as error:
        return error.outcome
    return judged(found, "errcode", "errmsg", _means)


def _access(kind: ChannelKind, account: Account, door: Door, host: str) -> Access:
    """Ask to be let in, in the way that leaves others who are in alone."""
    asking = {
        "grant_type": "client_credential",
        "appid": value_of(kind, account, "app_id"),
        "secret": value_of(kind, account, "secret"),
    }
    found = asked_json(door, f"{host}/cgi-bin/stable_token", asking, repeatable=True)
    if not isinstance(found, dict):
        raise NoAccess(found)
    if "access_token" not in found:
        outcome = judged(found, "errcode", "errmsg", _means)
        raise NoAccess(
            outcome
            if isinstance(outcome, Failed)
            else Failed(why=Words("微信没有给出凭证。", "WeChat gave no access."))
        )
    return Access(token=str(found["access_token"]), seconds=int(found.get("expires_in") or 7200))


def _means(code: Any) -> dict[str, Any]:
    if code in TOO_OFTEN:
        return {"after": AGAIN_IN, "endpoint": False}
    if code in NOT_THIS_MEMBER:
        return {"again": False, "endpoint": False}
    return {}
