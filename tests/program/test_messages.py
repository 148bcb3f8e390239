"""Message templates as documents: read, written, and checked with the place of what is wrong."""

from typing import Any

import orjson
import pytest

from app.builder.diff import changes
from app.builder.findings import findings_in
from app.errors import Severity
from app.program.checked import check_program
from app.program.checked_messages import sms_parts
from app.program.codec import dump, load
from app.program.message_template import Consented, Family, Hours
from app.program.message_variables import samples, variables
from app.program.reader import Unreadable
from tests.runtime.clubs import document
from tests.runtime.flowing import COUPON, TIERS, flow, step

BOTH = {"zh": "你好 {{ member.name }}", "en": "Hello {{ member.name }}"}


def template(**more: Any) -> dict[str, Any]:
    texts = more.pop("texts", {"general": {"title": BOTH, "text": BOTH}})
    return {"key": "hello", "label": "Hello", "texts": texts, **more}


def programme(*templates: Any, **more: Any) -> dict[str, Any]:
    return document(*TIERS, **({"templates": list(templates), "coupons": [COUPON]} | more))


def said(content: Any) -> list[tuple[str, str]]:
    """Tell what is said of messages, by place."""
    found = check_program(load(content)).findings
    return [(each.path, each.message.en) for each in found]


def test_a_template_and_the_settings_come_back_as_they_were_written() -> None:
    content = programme(
        template(purpose="marketing", texts={"sms": {"text": BOTH}, "email": {"html": BOTH}}),
        messages={
            "language": "en",
            "language_field": "name",
            "quiet": {"from": "21:00", "to": "09:00"},
            "per_day": 0,
            "per_week": 3,
            "capped": "later",
            "reach": "all",
            "channels": {"sms": {"per_day": 1, "consent": "assumed"}, "inbox": {}},
        },
    )
    program = load(content)
    written = dump(program)
    assert load(written) == program
    assert orjson.dumps(dump(load(written))) == orjson.dumps(written)
    assert written["messages"] | {"channels": None} == content["messages"] | {"channels": None}
    assert program.messages.caps.per_day == 0
    assert program.messages.quiet == Hours(start=21 * 60, end=9 * 60)
    assert program.messages.consent("sms") is Consented.ASSUMED
    assert program.messages.consent("email") is Consented.ASKED
    assert program.messages.consent("inbox") is Consented.ASSUMED


def test_a_programme_without_messages_is_written_without_them() -> None:
    written = dump(load(programme()))
    assert "messages" not in written
    assert "templates" not in written


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"templates": [template(purpose="nice")]}, "/templates/0/purpose"),
        ({"templates": [template(texts={"letter": {}})]}, "/templates/0/texts/letter"),
        ({"templates": [template(texts={"sms": {"title": "x"}})]}, "/templates/0/texts/sms/title"),
        ({"templates": [template(), template()]}, "/templates/1/key"),
        ({"messages": {"quiet": {"from": "9", "to": "10:00"}}}, "/messages/quiet"),
        ({"messages": {"quiet": {"from": "09:00", "to": "09:00"}}}, "/messages/quiet"),
        ({"messages": {"per_day": -1}}, "/messages/per_day"),
        ({"messages": {"language": "fr"}}, "/messages/language"),
        ({"messages": {"channels": {"fax": {}}}}, "/messages/channels/fax"),
        ({"messages": {"channels": {"sms": {"consent": 1}}}}, "/messages/channels/sms/consent"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(more: Any, path: str) -> None:
    with pytest.raises(Unreadable) as refused:
        load(document(*TIERS, **more))
    assert [each.path for each in refused.value.findings] == [path]


def test_a_template_with_both_languages_and_known_variables_is_right() -> None:
    assert said(programme(template())) == []


def test_an_unknown_variable_is_found_with_what_may_be_meant() -> None:
    texts = {"general": {"text": {"zh": "{{ member.nmae }}", "en": "x"}}}
    (found,) = check_program(load(programme(template(texts=texts)))).findings
    assert found.path == "/templates/0/texts/general/text/zh"
    assert found.message.en == "Line 1: there is no variable 'member.nmae'."
    assert found.fix is not None
    assert "member.name" in found.fix.en


def test_what_may_not_be_written_is_found_with_its_line() -> None:
    texts = {"general": {"text": {"zh": "一\n{{ member.name() }}", "en": "x"}}}
    assert said(programme(template(texts=texts))) == [
        ("/templates/0/texts/general/text/zh", "Line 2: Nothing can be called.")
    ]


@pytest.mark.parametrize("hidden", ["phone", "email", "secret", "referrer", "nothing"])
def test_what_is_hidden_and_what_is_not_there_cannot_be_mentioned(hidden: str) -> None:
    secret = {"key": "secret", "kind": "text", "label": "S", "mask": "hidden"}
    shown = {"key": "card", "kind": "text", "label": "C", "mask": "id"}
    objects = [{"key": "member", "label": "Member", "fields": [secret, shown]}]
    program = load(programme(objects=objects))
    paths = {each.path for each in variables(program)}
    assert f"member.{hidden}" not in paths
    assert {"member.name", "member.birthday", "member.card", "tier.label"} <= paths


def test_a_missing_language_is_a_warning_where_it_is_missing() -> None:
    texts = {"general": {"title": BOTH, "text": {"zh": "你好"}}}
    (found,) = check_program(load(programme(template(texts=texts)))).findings
    assert (found.path, found.severity) == (
        "/templates/0/texts/general/text/en",
        Severity.WARNING,
    )


def test_a_template_that_says_nothing_is_no_template() -> None:
    assert [path for path, _ in said(programme(template(texts={})))] == ["/templates/0/texts"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("好" * 70, 1),
        ("好" * 71, 2),
        ("好" * 134, 2),
        ("好" * 135, 3),
        ("a" * 160, 1),
        ("a" * 161, 2),
    ],
)
def test_a_text_message_is_counted_as_it_is_charged(text: str, parts: int) -> None:
    assert sms_parts(text) == parts


@pytest.mark.parametrize(("length", "severity"), [(60, None), (100, "warning"), (900, "error")])
def test_a_long_text_message_is_told(length: int, severity: str | None) -> None:
    texts = {"sms": {"text": {"zh": "好" * length, "en": "ok"}}}
    found = check_program(load(programme(template(texts=texts)))).findings
    assert [each.severity.value for each in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("family", "part", "zh", "fine"),
    [
        ("email", "text", "来吧", False),
        ("email", "text", "来吧 {{ links.unsubscribe }}", True),
        ("email", "html", "<p>来吧</p>", False),
        ("email", "html", '<a href="{{ links.unsubscribe }}">退订</a>', True),
        ("sms", "text", "来吧", False),
        ("sms", "text", "来吧，拒收请回复R", True),
        ("sms", "text", "来吧 {{ links.unsubscribe }}", True),
        ("general", "text", "来吧", True),
    ],
)
def test_advertising_says_how_it_is_ended(family: str, part: str, zh: str, *, fine: bool) -> None:
    title = {"title": {"zh": "标", "en": "T"}} if family != "sms" else {}
    texts = {family: {**title, part: {"zh": zh, "en": "{{ links.unsubscribe }}"}}}
    found = said(programme(template(purpose="marketing", texts=texts)))
    at = f"/templates/0/texts/{family}/{part}/zh"
    assert [path for path, _ in found] == ([] if fine else [at])
    assert said(programme(template(texts=texts))) == []


def test_tags_that_mail_does_not_keep_are_told() -> None:
    html = {"zh": "<p>a</p><script>x</script>", "en": "<p>a</p>"}
    texts = {"email": {"title": BOTH, "html": html}}
    ((path, message),) = said(programme(template(texts=texts)))
    assert path == "/templates/0/texts/email/html/zh"
    assert "<script>" in message


def test_mail_without_a_title_does_not_go_out() -> None:
    paths = [path for path, _ in said(programme(template(texts={"email": {"text": BOTH}})))]
    assert paths == ["/templates/0/texts/email/title"]


@pytest.mark.parametrize("field", ["language_field", "timezone_field"])
def test_a_field_that_says_language_or_zone_is_one_of_the_member(field: str) -> None:
    for named, right in (("name", True), ("nothing", False), ("birthday", False)):
        found = [path for path, _ in said(programme(messages={field: named}))]
        assert found == ([] if right else [f"/messages/{field}"])


def tells(**options: Any) -> dict[str, Any]:
    return flow("activity", step("tell", "send_message", **options), options={"kind": "visit"})


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        ({"template": "hello"}, []),
        ({"template": "hello", "channel": "sms"}, []),
        ({"template": "nobody"}, ["template"]),
        ({"template": "mail"}, ["template"]),
        ({"template": "mail", "channel": "email"}, []),
        ({"title": "a"}, ["text"]),
        ({}, ["title", "text"]),
        ({"title": "a", "text": "{{ member.name }}"}, []),
        ({"title": "a", "text": {"zh": "{{ a }}", "en": "{{ 1 + 1 }}"}}, ["text/zh", "text/en"]),
        ({"template": "hello", "title": "a"}, ["title"]),
    ],
)
def test_a_step_has_a_template_that_fits_its_channel_or_texts(options: Any, paths: Any) -> None:
    mail = {"key": "mail", "label": "Mail", "texts": {"email": {"title": BOTH, "text": BOTH}}}
    found = said(programme(template(), mail, flows=[tells(**options)]))
    assert [path for path, _ in found] == [f"/flows/0/steps/0/options/{each}" for each in paths]


def test_a_warning_does_not_stop_a_flow() -> None:
    content = programme(template(), flows=[tells(template="hello", title="a")])
    assert check_program(load(content)).flows["flow"].usable


@pytest.mark.parametrize(("channel", "warned"), [("inbox", 1), ("sms", 0)])
def test_advertising_that_goes_to_all_is_told(channel: str, warned: int) -> None:
    options = {"channel": channel, "purpose": "marketing", "title": BOTH, "text": BOTH}
    found = findings_in(load(programme(flows=[tells(**options)])))
    asked = [each for each in found if each.path.endswith("/options/consent")]
    assert len(asked) == warned


def test_each_variable_has_words_and_a_sample_in_both_languages() -> None:
    program = load(programme())
    for language in ("zh", "en"):
        data = samples(program, "zh" if language == "zh" else "en")
        for each in variables(program):
            assert all(each.label), each.path
            place: Any = data
            for name in each.path.split("."):
                place = place[name]
            assert place not in (None, ""), each.path


def test_each_family_has_its_channels() -> None:
    channels = [channel for family in Family for channel in family.channels]
    assert len(channels) == len(set(channels)) == 10


def test_what_changed_in_messages_is_told_in_words() -> None:
    old = load(programme(template()))
    texts = {"general": {"title": BOTH, "text": {"zh": "再见", "en": "Bye"}}, "sms": {"text": BOTH}}
    new = load(
        programme(
            template(purpose="marketing", texts=texts),
            {"key": "more", "label": "More", "texts": {"chat": {"text": BOTH}}},
            messages={"per_day": 1},
        )
    )
    told = {each.path: each.sentence.en for each in changes(old, new)}
    assert told == {
        "/templates/0/purpose": "Changed the purpose of the message template “Hello” from"
        " “Service” to “Marketing”",
        "/templates/0/texts/general/text": "Rewrote the text of the message template “Hello”,"
        " General (in-app, push)",
        "/templates/0/texts/sms": "Added SMS to the message template “Hello”",
        "/templates/1": "Added the message template “More”: WeCom, DingTalk, Feishu",
        "/messages/per_day": "Messages: changed how many messages a day",
    }
    assert [each.sentence.zh for each in changes(new, old)]
