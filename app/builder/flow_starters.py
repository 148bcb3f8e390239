"""Automations to begin with: what teams build first, fitted to what a programme has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.program.program import Program
from app.words import Words

Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """An automation that is there to be changed."""

    key: str
    label: Words
    about: Words
    icon: str
    make: Callable[[Program | None], Document]


def _words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _chain(trigger: Document, *steps: Document, **more: Any) -> Document:
    """Join steps to a flow in which one follows the other, unless they say otherwise."""
    linked = [dict(each) for each in steps]
    for each, after in pairwise(linked):
        each.setdefault("next", after["key"])
    start = {"start": linked[0]["key"], "steps": linked} if linked else {}
    return {"trigger": trigger, **more, **start}


def _tell(key: str, title: dict[str, str], text: dict[str, str]) -> Document:
    options = {"channel": "inbox", "title": title, "text": text}
    return {"key": key, "kind": "send_message", "options": options}


def _gift(program: Program | None, key: str = "give") -> list[Document]:
    """Give a coupon where the programme has one to give."""
    coupon = program.coupons[0].key if program and program.coupons else None
    if coupon is None:
        return []
    return [{"key": key, "kind": "grant_coupon", "options": {"coupon": coupon}}]


def _ladder(program: Program | None) -> str:
    return program.ladders[0].key if program and program.ladders else "main"


def _empty(_: Program | None) -> Document:
    return {"trigger": {"kind": "manual"}}


def _near(program: Program | None) -> Document:
    trigger = {
        "kind": "near_next_tier",
        "options": {"ladder": _ladder(program), "gap": "100"},
    }
    gift = _gift(program)
    used: list[Document] = []
    if gift:
        used = [
            {
                "key": "used",
                "kind": "coupon_used",
                "options": {"step": "give"},
                "next": {"no": "remind"},
            }
        ]
    return _chain(
        trigger,
        *gift,
        _tell(
            "tell",
            _words("距离升级只差一步", "One step from the next tier"),
            _words(
                "再消费一点就能升级，送您一张券。", "A little more and you rise: here is a coupon."
            ),
        ),
        {"key": "rest", "kind": "wait", "options": {"time": {"days": 3}}},
        *used,
        _tell(
            "remind",
            _words("升级券快用吧", "Your coupon is waiting"),
            _words("还差一点就升级了，别忘了用券。", "You are close: do not forget your coupon."),
        ),
    )


def _birthday(program: Program | None) -> Document:
    trigger = {"kind": "date_field", "options": {"field": "birthday", "time": "09:00"}}
    return _chain(
        trigger,
        *_gift(program),
        _tell(
            "bless",
            _words("生日快乐", "Happy birthday"),
            _words("祝您生日快乐，一份小礼物请收下。", "Happy birthday: here is a little gift."),
        ),
        reentry="each_period",
    )


def _sleeping(program: Program | None) -> Document:
    trigger = {"kind": "inactive", "options": {"days": 30}}
    return _chain(
        trigger,
        _tell(
            "miss",
            _words("好久不见", "We miss you"),
            _words(
                "有一阵子没见您了，回来看看新品吧。",
                "It has been a while: come and see what is new.",
            ),
        ),
        {
            "key": "back",
            "kind": "wait_for",
            "options": {"event": "order", "time": {"days": 7}},
            "next": {"happened": "done", "timeout": "give" if _gift(program) else "again"},
        },
        {"key": "done", "kind": "goal", "next": {}},
        *({**each, "next": "again"} for each in _gift(program)),
        _tell(
            "again",
            _words("送您一张回归券", "A coupon to come back"),
            _words("回来下单，这张券就是您的。", "Come back and use it on your next order."),
        ),
    )


def _rising(program: Program | None) -> Document:
    trigger = {"kind": "tier_changed", "options": {"ladder": _ladder(program), "direction": "up"}}
    return _chain(
        trigger,
        *_gift(program),
        _tell(
            "praise",
            _words("恭喜升级", "Congratulations"),
            _words(
                "您已升级，新的权益已经生效。", "You have risen, and your new benefits hold now."
            ),
        ),
        reentry="each_time",
    )


STARTERS: Mapping[str, Starter] = {
    each.key: each
    for each in (
        Starter(
            key="empty",
            label=Words("空白", "Empty"),
            about=Words("从触发条件开始自己搭", "Begin with the trigger yourself"),
            icon="plus",
            make=_empty,
        ),
        Starter(
            key="near",
            label=Words("临近晋升发券", "A coupon near the next tier"),
            about=Words(
                "只差 100 元就升级：发券，3 天未用再提醒", "100 short: a coupon, then a reminder"
            ),
            icon="ladder",
            make=_near,
        ),
        Starter(
            key="birthday",
            label=Words("生日祝福", "Birthday"),
            about=Words("生日当天 9:00 送祝福和礼物", "A gift and a blessing on the day, at 9"),
            icon="benefit",
            make=_birthday,
        ),
        Starter(
            key="sleeping",
            label=Words("沉睡唤醒", "Wake the sleeping"),
            about=Words(
                "30 天没有行为：先问候，7 天没回来再发券", "30 days silent: a word, then a coupon"
            ),
            icon="moon",
            make=_sleeping,
        ),
        Starter(
            key="rising",
            label=Words("升级礼包", "A gift on rising"),
            about=Words("升级当时送券和祝贺", "A coupon and congratulations at once"),
            icon="up-arrow",
            make=_rising,
        ),
    )
}


def made(key: str, program: Program | None, label: Words) -> Document:
    """Make an automation from a starter under a label. Raises `KeyError`."""
    starter = STARTERS[key]
    named = {"zh": label.to("zh"), "en": label.to("en")}
    return {"key": key if key != "empty" else "flow", "label": named, **starter.make(program)}
