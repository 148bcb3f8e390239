"""What tests of designs share: a programme, somebody else who saves, and what a browser sends."""

import json
import re
from typing import Any

from werkzeug.test import TestResponse

from app.builder import drafts
from tests.web.houses import CONTENT, House, Visitor

NEW = {"valid.way": "days", "valid.days": "30", "transferable": "no", "on_refund": "return"}
TWENTY = {
    **NEW,
    "label.zh": "二十元券",
    "label.en": "Twenty off",
    "options.amount": "20",
    "minimum": "200",
}
MADE = {
    "key": "twenty_off",
    "kind": "amount_off",
    "label": {"zh": "二十元券", "en": "Twenty off"},
    "options": {"amount": 20},
    "minimum": 200,
    "valid": "30d",
}
TEA: dict[str, Any] = {
    "key": "tea",
    "kind": "gift",
    "label": {"zh": "茶券", "en": "Tea"},
    "options": {"what": "茶"},
    "minimum": 59.9,
    "valid": {"from": "2026-03-01", "until": "2026-12-31"},
    "stores": {"zh": "城中店", "en": "Old town"},
    "goods": {"zh": "热饮", "en": "hot drinks"},
    "most_each": 2,
    "cost": 3,
    "budget": "teas",
    "transferable": True,
    "on_refund": "keep",
    "help": {"zh": "凭码领取", "en": "Show the code"},
}
CARE: dict[str, Any] = {
    "key": "care",
    "kind": "discount",
    "label": {"zh": "折扣", "en": "Discount"},
    "help": {"zh": "结账时自动", "en": "At the till"},
}
BIRTHDAY = {
    "key": "cake",
    "kind": "birthday_gift",
    "label": {"zh": "生日礼", "en": "Birthday"},
    "options": {"coupon": "tea"},
}
SENDING: dict[str, Any] = {
    "key": "send",
    "label": {"zh": "送茶", "en": "Send tea"},
    "trigger": {"kind": "coupon_used", "options": {"coupon": "tea"}},
    "start": "give",
    "steps": [{"key": "give", "kind": "grant_coupon", "options": {"coupon": "tea"}}],
}


SHELVED = (
    "web.designs.declared",
    "program.benefit_words",
    "program.face_value",
    "builder.checks.known_benefits",
    "builder.checks.usable_coupons",
)
"""Where the shelf of coupon kinds is looked at."""


def content(**more: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps({**CONTENT, **more}))
    return made


def full() -> dict[str, Any]:
    """Give a programme in which tea is given by a tier, a benefit and an automation."""
    made = content(
        coupons=[TEA],
        benefits=[CARE, BIRTHDAY],
        flows=[SENDING],
        budgets=[{"key": "teas", "label": "茶", "of": "coupons", "most": 9}],
    )
    gold = made["ladders"][0]["tiers"][2]
    gold["pack"] = {"coupons": ["tea"], "points": [{"amount": 100}]}
    gold["recurring"] = [{"key": "monthly", "coupon": "tea", "every": "month"}]
    gold["benefits"] = [{"benefit": "care", "options": {"percent_off": 12}}]
    return made


def draft(house: House) -> Any:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return drafts.get(space, house.mine.program_id).content


def write(house: House, written: Any, by: str = "friend@mine.example") -> None:
    """Have somebody else save the draft."""
    with house.spaces.writing(house.mine.workspace_id) as space:
        seen = drafts.get(space, house.mine.program_id).version
        drafts.keep(space, house.mine.program_id, written, seen=seen, now=house.now, by=by)


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def typed(page: str) -> dict[str, str]:
    """Read what a browser would send back of a form, without touching anything."""
    form = page.split("designs__form", 1)[1].split("</form>", 1)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and (' type="radio"' not in tag or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)<', form))
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrf_token")
    return found


def undone(visitor: Visitor, at: str, answer: TestResponse) -> None:
    page = visitor.read(answer.headers["Location"].partition("#")[0])
    values = {name: re.search(rf'name="{name}" value="(\d+)"', page) for name in ("number", "seen")}
    visitor.post(f"{at}/undo", {name: each[1] for name, each in values.items() if each})
