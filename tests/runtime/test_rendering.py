"""Messages are put in words for each member, in their language, in a few statements for many."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event

from app import links
from app.runtime import message_links
from app.runtime.rendering import Rendered, Unsaid
from app.storage.form_links import FormLink
from app.web.portal import signatures
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, give, programme, tell
from tests.runtime.telling import Telling

Tellings = Callable[..., Telling]
SPEAKS = {"key": "speaks", "kind": "text", "label": "Language"}
MEMBER = [{"key": "member", "label": "Member", "fields": [SPEAKS]}]
VISIT = {"kind": "visit"}


@pytest.fixture
def tellings(club: Callable[..., Club]) -> Tellings:
    def make(*steps: Any, **more: Any) -> Telling:
        told = programme(flow("activity", *steps, options=VISIT), **({"objects": MEMBER} | more))
        return Telling(club(told))

    return make


def template(zh: str, en: str, *, family: str = "general", **more: Any) -> dict[str, Any]:
    texts = {family: {"title": {"zh": "标题", "en": "Title"}, "text": {"zh": zh, "en": en}}}
    return {"key": "t", "label": "T", "texts": texts, **more}


def only(found: list[Rendered | Unsaid]) -> Rendered:
    (said,) = found
    assert isinstance(said, Rendered), said
    return said


def test_a_text_in_the_step_mentions_the_member(tellings: Tellings) -> None:
    at_work = tellings(tell(channel="sms", title="Hi", text="{{ member.name }} {{ tier.label }}"))
    at_work.club.join("anna", name="安娜")
    at_work.club.act("anna", "visit")
    at_work.run()
    said = only(at_work.said())
    assert (said.title, said.text, said.html) == ("Hi", "安娜 basic", None)
    assert said.unsubscribe is None


@pytest.mark.parametrize(
    ("speaks", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("英文", "en"),
        ("zh-CN", "zh"),
        ("中文", "zh"),
        (None, "zh"),
        ("fr", "zh"),
    ],
)
def test_everybody_is_told_in_their_language(
    tellings: Tellings, speaks: str | None, language: str
) -> None:
    at_work = tellings(
        tell(channel="sms", template="t", title=None, text=None),
        templates=[template("中文 {{ program.today|date('long') }}", "English")],
        messages={"language_field": "speaks"},
    )
    at_work.club.join("anna", speaks=speaks)
    at_work.club.act("anna", "visit")
    at_work.run()
    said = only(at_work.said())
    assert said.language == language
    assert said.text == {"zh": "中文 2026年3月1日", "en": "English"}[language]


def test_the_programme_speaks_where_nobody_says_what_they_read(tellings: Tellings) -> None:
    at_work = tellings(
        tell(channel="push", template="t", title=None, text=None),
        templates=[template("中文", "English")],
        messages={"language": "en"},
    )
    at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.run()
    assert only(at_work.said()).text == "English"


def test_a_message_says_tier_gap_points_and_the_coupon_of_its_run(tellings: Tellings) -> None:
    text = (
        "{{ tier.label }}/{{ next.label }}/{{ next.missing }}/{{ balance.points }}/"
        "{{ coupon.label }}/{{ coupon.code }}/{{ coupon.until }}/{{ coupon.terms }}"
    )
    at_work = tellings(give(), tell(channel="sms", title="x", text=text))
    anna, ben = at_work.club.join("anna"), at_work.club.join("ben")
    at_work.club.buy("anna", 950)
    for name in ("anna", "ben"):
        at_work.club.act(name, "visit")
    at_work.run()
    found = {
        each.member_id: said for each, said in zip(at_work.outgoing(), at_work.said(), strict=True)
    }
    said = found[anna]
    assert isinstance(said, Rendered)
    tier, above, missing, points, label, code, until, terms = said.text.split("/")
    assert (tier, above, points, label, until) == ("basic", "gold", "0", "Ten off", "2026-03-30")
    assert "50" in missing
    assert len(code.replace("-", "")) >= 12
    assert terms
    other = found[ben]
    assert isinstance(other, Rendered)
    assert code not in other.text
    assert "1,000" in other.text


def test_at_the_top_nothing_is_missing(tellings: Tellings) -> None:
    text = "{% if next.label %}{{ next.missing }}{% else %}top of {{ tier.key }}{% endif %}"
    at_work = tellings(tell(channel="sms", title="x", text=text))
    at_work.club.join("anna")
    at_work.club.buy("anna", 2000)
    at_work.club.act("anna", "visit")
    at_work.run()
    assert only(at_work.said()).text == "top of gold"


def test_mail_has_html_without_code_and_a_title_of_one_line(tellings: Tellings) -> None:
    mail = template(*["{{ links.unsubscribe }}"] * 2, family="email", purpose="marketing")
    mail["texts"]["email"] |= {
        "title": {"zh": "你好 {{ member.name }}", "en": "x"},
        "html": {
            "zh": '<p onclick="x()">{{ member.name }}</p>'
            '<a href="{{ links.unsubscribe }}">退订</a>',
            "en": '<a href="{{ links.unsubscribe }}">x</a>',
        },
    }
    at_work = tellings(tell(channel="email", template="t", title=None, text=None), templates=[mail])
    anna = at_work.club.join("anna", name="<b>安\nBcc: x</b>")
    at_work.club.act("anna", "visit")
    at_work.run()
    said = only(at_work.said())
    assert said.html is not None
    assert "<p>&lt;b&gt;安" in said.html
    assert "onclick" not in said.html
    assert "\n" not in said.title
    assert said.unsubscribe is not None
    assert said.unsubscribe in said.html
    assert said.text == said.unsubscribe
    reader = message_links.reader_of(urlsplit(said.unsubscribe).path.removeprefix("/u/"))
    assert reader is not None
    assert (reader.member_id, reader.channel) == (anna, "email")


def test_a_link_that_was_changed_is_nobodys() -> None:
    reader = message_links.Reader(workspace_id=1, program_id=2, member_id=3, channel="sms")
    token = message_links.token_of(reader)
    assert message_links.reader_of(token) == reader
    assert message_links.reader_of(token[:-2] + "xx") is None
    assert message_links.reader_of(links.signed("other", [1, 2, "3", "sms"])) is None
    assert message_links.reader_of("") is None


def test_what_a_run_says_is_what_its_release_says(tellings: Tellings) -> None:
    steps = tell(channel="sms", template="t", title=None, text=None)
    at_work = tellings(steps, templates=[template("旧", "old")])
    at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.run()
    at_work.club.wait(minutes=1)
    newer = programme(flow("activity", tell(), options=VISIT), objects=MEMBER)
    at_work.club.publish(newer)
    assert only(at_work.said()).text == "旧"


def test_what_nobody_can_say_is_told_and_stops_nothing_else(tellings: Tellings) -> None:
    at_work = tellings(tell(channel="sms", title="x", text="y {{ member.name }}"))
    for name in ("anna", "ben"):
        at_work.club.join(name, name=name)
        at_work.club.act(name, "visit")
    at_work.run()
    at_work.change(at_work.outgoing()[0], body={"template": "gone"})
    first, second = at_work.said()
    assert isinstance(first, Unsaid)
    assert "gone" in first.why.en
    assert isinstance(second, Rendered)


def test_a_batch_costs_as_many_statements_as_one_message(tellings: Tellings) -> None:
    text = "{{ member.name }} {{ tier.label }} {{ next.missing }} {{ balance.points }}"
    text += " {{ coupon.code }}"
    at_work = tellings(give(), tell(channel="sms", title="x", text=text))
    counts = []
    for size in (1, 40):
        for n in range(size):
            at_work.club.join(f"m{size}-{n}")
            at_work.club.act(f"m{size}-{n}", "visit")
        at_work.run()
        seen: list[str] = []

        def note(*said: Any, seen: list[str] = seen) -> None:
            seen.append(said[2])

        event.listen(at_work.club.spaces.engine, "before_cursor_execute", note)
        at_work.said()
        event.remove(at_work.club.spaces.engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_message_in_the_inbox_waits_for_its_words(tellings: Tellings) -> None:
    at_work = tellings(tell("plain"), tell("named", text="{{ member.name }}"))
    anna = at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.run()
    states = {each.idem.split(":")[1]: each.state for each in at_work.messages(anna)}
    assert states == {"plain": "sent", "named": "ready"}


def test_a_personal_link_to_a_form_is_read_by_the_form() -> None:
    link = FormLink(workspace_id=1, program_id=1, form="f", token="abc", password=None)
    address = message_links.form(link, 7, personal=True, now=0)
    assert message_links.form(link, 7, personal=False, now=0).endswith("/f/abc")
    me = address.partition("?me=")[2]
    assert links.read("form:member:abc", me) == ["7", message_links.FORM_GOOD_FOR]
    assert message_links.FORM_GOOD_FOR == signatures.LINK_GOOD_FOR
