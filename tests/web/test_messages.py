"""The pages of messages: templates written in the draft, looked at, and the rules of sending."""

import re
from typing import Any

import pytest

from app.access import Role
from app.builder import drafts
from tests.web.houses import CONTENT, House, Visitor, some_members
from tests.web.test_every_route import HELLO


@pytest.fixture
def shop(house: House) -> House:
    with house.spaces.writing(house.mine.workspace_id) as space:
        content = {**CONTENT, "templates": [HELLO]}
        seen = drafts.get(space, house.mine.program_id).version
        drafts.keep(space, house.mine.program_id, content, seen=seen, now=house.now, by=None)
    return house


def draft(house: House) -> Any:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return drafts.get(space, house.mine.program_id).content


def fields(page: str) -> dict[str, str]:
    """Give what a browser would send of the form of a template."""
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"', page))
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL
    ):
        found[name] = value.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
    chosen = re.findall(r'name="purpose" value="(\w+)" checked', page)
    return found | {"purpose": chosen[0]}


def save(visitor: Visitor, house: House, key: str, data: dict[str, str]) -> Any:
    token = visitor.token()
    return visitor.client.post(
        f"{house.at}/templates/{key}", data={**data, "csrf_token": token}, buffered=True
    )


def test_the_page_lists_templates_with_their_channels(shop: House) -> None:
    page = shop.signed_in().read(f"{shop.at}/templates")
    assert "问候" in page
    assert "短信" in page
    assert "还没有用到" in page
    assert "发送规则" in page


def test_a_template_is_begun_and_written_in_the_draft(shop: House) -> None:
    visitor = shop.signed_in()
    data = {"label.zh": "生日", "label.en": "Birthday", "key": "birthday", "purpose": "service"}
    token = visitor.token()
    made = visitor.client.post(f"{shop.at}/templates", data={**data, "csrf_token": token})
    assert made.headers["Location"] == f"{shop.at}/templates/birthday"
    typed = fields(visitor.read(f"{shop.at}/templates/birthday"))
    typed |= {"general.text.zh": "生日快乐\r\n{{ member.name }}", "general.text.en": "Hello"}
    saved = save(visitor, shop, "birthday", typed)
    assert saved.status_code == 303, saved.text
    assert draft(shop)["templates"][1] == {
        "key": "birthday",
        "label": {"zh": "生日", "en": "Birthday"},
        "texts": {"general": {"text": {"zh": "生日快乐\n{{ member.name }}", "en": "Hello"}}},
    }


@pytest.mark.parametrize("key", ["hello", "new", "rules", "Birthday", ""])
def test_a_key_that_will_not_do_is_told_and_nothing_is_lost(shop: House, key: str) -> None:
    visitor = shop.signed_in()
    data = {"label.zh": "生日的名称", "key": key, "csrf_token": visitor.token()}
    answer = visitor.client.post(f"{shop.at}/templates", data=data)
    assert answer.status_code == 422
    assert "生日的名称" in answer.text
    assert "field__error" in answer.text
    assert len(draft(shop)["templates"]) == 1


def test_what_is_saved_unchanged_stays_as_it_was(shop: House) -> None:
    visitor = shop.signed_in()
    typed = fields(visitor.read(f"{shop.at}/templates/hello"))
    assert save(visitor, shop, "hello", typed).status_code == 303
    assert draft(shop)["templates"] == [HELLO]


def test_a_mistake_is_kept_and_told_beside_its_field(shop: House) -> None:
    visitor = shop.signed_in()
    typed = fields(visitor.read(f"{shop.at}/templates/hello"))
    typed["sms.text.zh"] = "{{ member.nmae }} 退订回 R"
    assert save(visitor, shop, "hello", typed).status_code == 303
    page = visitor.read(f"{shop.at}/templates/hello")
    box = page[page.index('name="sms.text.zh"') : page.index('name="sms.text.en"')]
    assert 'aria-invalid="true"' in box
    assert "没有变量“member.nmae”" in box
    assert "{{ member.nmae }}" in box


def test_what_somebody_else_changed_is_not_written_over_unseen(shop: House) -> None:
    visitor, other = shop.signed_in(), shop.signed_in(Role.OPERATOR)
    mine = fields(visitor.read(f"{shop.at}/templates/hello"))
    theirs = fields(other.read(f"{shop.at}/templates/hello"))
    save(other, shop, "hello", theirs | {"label.zh": "别人的"})
    answer = save(visitor, shop, "hello", mine | {"label.zh": "我的"})
    assert answer.status_code == 409
    assert "别人刚刚也改了" in answer.text
    assert 'value="我的"' in answer.text
    assert draft(shop)["templates"][0]["label"]["zh"] == "别人的"
    again = fields(answer.text)
    assert save(visitor, shop, "hello", again).status_code == 303
    assert draft(shop)["templates"][0]["label"]["zh"] == "我的"


def test_a_template_is_looked_at_for_a_member_in_both_languages(shop: House) -> None:
    some_members(shop.mine)
    visitor = shop.signed_in()
    page = visitor.read(f"{shop.at}/templates/hello?member=rich")
    preview = page[page.index('id="preview"') :]
    assert "示例会员" not in preview
    assert "退订回 R" in preview
    assert "STOP ends it" in preview
    assert preview.count("<iframe") == 2
    assert "王小明" in visitor.read(f"{shop.at}/templates/hello")
    assert "没有找到这位会员" in visitor.read(f"{shop.at}/templates/hello?member=nobody")


def test_who_may_not_read_personal_data_sees_none_in_a_preview(shop: House) -> None:
    shop.mine.join("lin", name="林婉清")
    assert "林婉清" in shop.signed_in().read(f"{shop.at}/templates/hello?member=lin")
    page = shop.signed_in(Role.ANALYST).read(f"{shop.at}/templates/hello?member=lin")
    assert "林婉清" not in page
    assert "••••" in page


def test_a_mail_is_shown_in_a_frame_in_which_nothing_runs(shop: House) -> None:
    visitor = shop.signed_in()
    answer = visitor.get(f"{shop.at}/templates/hello/mail?language=en")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "Unsubscribe</a>" in answer.text
    page = visitor.get(f"{shop.at}/templates/hello")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-src" not in visitor.get(f"{shop.at}/templates").headers["Content-Security-Policy"]


def test_who_may_not_change_the_draft_reads_it(shop: House) -> None:
    visitor = shop.signed_in(Role.ANALYST)
    page = visitor.read(f"{shop.at}/templates/hello")
    assert "保存到草稿" not in page
    assert visitor.get(f"{shop.at}/templates/new").status_code == 403


def test_a_template_is_removed_when_one_is_sure(shop: House) -> None:
    visitor = shop.signed_in()
    data = {"csrf_token": visitor.token()}
    there = f"{shop.at}/templates/hello/remove"
    assert visitor.client.post(there, data=data).status_code == 422
    assert visitor.client.post(there, data={**data, "sure": "y"}).status_code == 303
    assert "templates" not in draft(shop)


def test_the_rules_of_sending_are_kept_in_the_draft(shop: House) -> None:
    visitor = shop.signed_in()
    page = visitor.read(f"{shop.at}/templates/rules")
    seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
    data = {
        "csrf_token": visitor.token(),
        "seen": seen,
        "language": "zh",
        "capped": "later",
        "reach": "marketing",
        "quiet.from": "21:00",
        "quiet.to": "09:00",
        "per_day": "2",
        "channels.sms.per_week": "3",
        "channels.sms.consent": "asked",
    }
    there = f"{shop.at}/templates/rules"
    wrong = visitor.client.post(there, data={**data, "per_day": "two"})
    assert wrong.status_code == 422
    assert 'value="two"' in wrong.text
    assert "messages" not in draft(shop)
    assert visitor.client.post(there, data=data).status_code == 303
    assert draft(shop)["messages"] == {
        "quiet": {"from": "21:00", "to": "09:00"},
        "per_day": 2,
        "capped": "later",
        "channels": {"sms": {"per_week": 3, "consent": "asked"}},
    }
    listed = visitor.read(f"{shop.at}/templates")
    assert "21:00–09:00" in listed
    assert "每天 2 条，顺延" in listed
    assert 'value="21:00"' in visitor.read(there)
    stale = visitor.client.post(there, data=data)
    assert stale.status_code == 409


def test_the_page_of_a_member_tells_what_they_agreed_to(shop: House) -> None:
    member = some_members(shop.mine)["rich"]
    visitor, there = shop.signed_in(), f"{shop.at}/members/{member}"
    assert "接收营销信息" in visitor.read(there)
    data = {"csrf_token": visitor.token(), "channel": "sms", "note": "签字单 17", "do": "given"}
    assert visitor.client.post(f"{there}/consents", data=data).status_code == 303
    page = visitor.read(there)
    assert "同意 · 营销信息 · 短信" in page
    assert "同事登记 · 签字单 17" in page
    shop.wait(minutes=1)
    assert visitor.client.post(f"{there}/consents", data=data | {"do": "ended"}).status_code == 303
    assert "撤回 · 营销信息 · 短信" in visitor.read(there)


def test_who_may_not_change_members_writes_no_consent(shop: House) -> None:
    member = some_members(shop.mine)["rich"]
    visitor, there = shop.signed_in(Role.ANALYST), f"{shop.at}/members/{member}"
    assert "登记会员的表态" not in visitor.read(there)
    data = {"csrf_token": visitor.token(), "channel": "sms", "do": "given"}
    assert visitor.client.post(f"{there}/consents", data=data).status_code == 403
