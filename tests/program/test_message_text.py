"""Texts of messages: what may be written works, and nothing else ever does."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, TemplateError, nodes

from app.program.message_filters import LONGEST_VALUE, Speech
from app.program.message_html import safe_html
from app.program.message_syntax import MOST_VALUES, is_plain, read
from app.program.message_text import LONGEST_SAID, Unsayable, say

ZH, EN = Speech(), Speech(language="en", currency="USD", zone="America/New_York")
DATA: dict[str, Any] = {
    "member": {
        "name": "<b>安娜</b>",
        "spent": Decimal("1234.5"),
        "at": datetime(2026, 3, 1, 4, tzinfo=UTC),
        "nothing": None,
        "long": "长" * 5000,
    },
    "balance": {"points": 1200},
    "coupon": {"until": date(2026, 3, 9)},
}

HOSTILE = [
    # What reaches out of the data.
    "{{ member.__class__ }}",
    "{{ member.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ ().__class__.__bases__[0] }}",
    "{{ member['__class__'] }}",
    "{{ member|attr('__class__') }}",
    "{{ member|map(attribute='__class__')|list }}",
    "{{ _private }}",
    "{{ self._TemplateReference__context }}",
    "{{ self }}",
    "{{ loop }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ url_for.__globals__ }}",
    "{{ config.items() }}",
    "{{ get_flashed_messages.__globals__ }}",
    # What does something.
    "{{ member.delete() }}",
    "{{ member.name.format(member) }}",
    "{{ '%s'|format(member) }}",
    "{{ ('{0.__class__}'.format)(1) }}",
    "{{ member.update({'a': 1}) }}",
    "{% set x = 1 %}",
    "{% set member.name = 1 %}",
    "{% do member.clear() %}",
    "{% macro a() %}{% endmacro %}",
    "{% call a() %}{% endcall %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'base' %}",
    "{% block a %}{% endblock %}",
    "{% filter upper %}a{% endfilter %}",
    "{% with a = 1 %}{% endwith %}",
    "{% autoescape false %}{{ member.name }}{% endautoescape %}",
    "{{ member.name|safe }}",
    # What never ends, or is never small.
    "{{ 'A' * 10**9 * 3 }}",
    "{{ 'x'.center(2000000000) }}",
    "{{ '%2000000000d'|format(1) }}",
    "{{ 9**9**9 }}",
    "{{ [0] * 10**10 }}",
    "{{ range(10**9)|list }}",
    "{{ 'a'|center(10**10) }}",
    "{{ member.name|truncate(999999999) }}",
    "{{ member.name|indent(10**9) }}",
    "{{ dict(a=1)|urlize }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{% for a in member %}{{ a }}{% endfor %}",
    "{{" + "(" * 9_000 + "1" + ")" * 9_000 + "}}",
    "{{" + "not " * 4_000 + "a }}",
    "{{ " + "9" * 5_000 + " }}",
    "{% if a %}" * 1_500,
    "{{ a }}" * (MOST_VALUES + 1),
    "a" * 20_001,
    # What is no value.
    "{{ 1 }}",
    "{{ 'text' }}",
    "{{ a if b else c }}",
    "{{ a ~ b }}",
    "{{ a + 1 }}",
    "{{ -a }}",
    "{{ [a] }}",
    "{{ {'a': a} }}",
    "{{ (a, b) }}",
    "{{ a[0] }}",
    "{{ a[1:2] }}",
    "{{ a is defined }}",
    "{{ a.b.c.d }}",
    "{{ a|default(b) }}",
    "{{ a|default(value='x') }}",
    "{{ a|default('" + "x" * 201 + "') }}",
    "{{ a|money(99) }}",
    "{{ a|money(true) }}",
    "{{ a|date('%Y' * 9) }}",
    "{{ a|unknown }}",
    "{% if a == b %}x{% endif %}",
    "{% if 1 < a < 3 %}x{% endif %}",
    "{% if a in b %}x{% endif %}",
    "{% if a and a and a and a and a and a %}x{% endif %}",
    "{% if a %}{% if a %}{% if a %}{% if a %}x{% endif %}{% endif %}{% endif %}{% endif %}",
    # What cannot be read.
    "{{ a",
    "{{ }}",
    "{% if %}",
    "{% endif %}",
    "{{ a b }}",
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda each: each[:40])
def test_what_is_not_on_the_list_is_a_problem_and_is_never_said(source: str) -> None:
    found = read(source)
    assert found.problems
    assert found.tree is None
    assert all(each.message.zh and each.message.en for each in found.problems)
    if not is_plain(source):
        with pytest.raises(Unsayable):
            say(source, DATA, ZH)


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        ("你好 {{ member.spent }}", "你好 ¥1,234.50", "你好 $1,234.50"),
        ("{{ member.spent|money(0) }}", "¥1,235", "$1,235"),
        ("{{ balance.points }}", "1,200", "1,200"),
        ("{{ balance.points|number(1) }}", "1,200.0", "1,200.0"),
        ("{{ coupon.until }}", "2026-03-09", "2026-03-09"),
        ("{{ coupon.until|date('long') }}", "2026年3月9日", "Mar 9, 2026"),
        ("{{ coupon.until|date('short') }}", "3月9日", "Mar 9"),
        ("{{ member.at }}", "2026-03-01 12:00", "2026-02-28 23:00"),
        ("{{ member.at|date('short') }} {{ member.at|time }}", "3月1日 12:00", "Feb 28 23:00"),
        ("{{ member.nothing|default('会员') }}", "会员", "会员"),
        ("{{ member.unknown }}|{{ other.unknown.at_all }}", "|", "|"),
        ("{% if balance.points >= 1000 %}多{% else %}少{% endif %}", "多", "多"),
        ("{% if member.nothing < 3 %}a{% elif not member.nothing %}b{% endif %}", "b", "b"),
        ("{% if member.name < 3 or balance.points == 1200 %}yes{% endif %}", "yes", "yes"),
        ("{# a note #}{% raw %}{{ a }}{% endraw %}", "{{ a }}", "{{ a }}"),
        ("100% {sure}", "100% {sure}", "100% {sure}"),
    ],
)
def test_values_are_written_as_the_reader_knows_them(source: str, zh: str, en: str) -> None:
    assert (say(source, DATA, ZH), say(source, DATA, EN)) == (zh, en)


def test_a_text_is_said_as_it_is_and_html_is_escaped() -> None:
    assert say("{{ member.name }}", DATA, ZH) == "<b>安娜</b>"
    assert say("<p>{{ member.name }}</p>", DATA, ZH, html=True) == (
        "<p>&lt;b&gt;安娜&lt;/b&gt;</p>"
    )
    assert "&#34;" in say('<a href="{{ x.a }}">', {"x": {"a": '"><script>'}}, ZH, html=True)


def test_a_value_and_a_text_do_not_grow_beyond_measure() -> None:
    assert len(say("{{ member.long }}", DATA, ZH)) == LONGEST_VALUE
    with pytest.raises(Unsayable):
        say("{{ member.long }}" * (LONGEST_SAID // LONGEST_VALUE + 1), DATA, ZH)


def test_objects_that_slip_into_the_data_stay_shut() -> None:
    class Member:
        secret = "hash"

        def __str__(self) -> str:
            return "the whole member"

    data = {"member": Member(), "made": {"it": Member, "do": print}}
    assert say("{{ member.secret }}{{ member }}{{ made.it }}{{ made.do }}", data, ZH) == ""


def test_mail_keeps_no_code() -> None:
    hostile = (
        '<p onclick="x()" style="color:red;position:fixed">a</p><script>x()</script>'
        '<a href="javascript:x()">b</a><iframe src="//x"></iframe><svg onload=x()></svg>'
        '<img src="https://example.com/a.png" onerror="x()">'
    )
    kept = safe_html(hostile)
    assert not [each for each in ("script", "x()", "iframe", "position", "svg") if each in kept]
    assert '<img src="https://example.com/a.png">' in kept
    assert "color:red" in kept


ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Getattr,
    nodes.Name,
    nodes.Filter,
    nodes.Const,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
NAMES = st.sampled_from(
    ["member", "member.name", "balance.points", "a.b.c.d", "_a", "member.__x__"]
)
CONSTANTS = st.sampled_from(["1", "'x'", "true", "none", "10**9", "[1]", "1.5", "''"])


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Put expressions into one another by everything that Jinja knows."""
    shapes = [
        "{0}|default({1})", "{0}|upper", "{0}|truncate({1})", "{0}|attr({1})", "{0}({1})",
        "{0}.x", "{0}[{1}]", "{0} + {1}", "{0} * {1}", "{0} ~ {1}", "{0} == {1}", "{0} < {1} < 3",
        "{0} and {1}", "{0} or {1}", "not {0}", "-{0}", "({0})", "[{0}, {1}]", "{{{0}: {1}}}",
        "{0} if {1} else 1", "{0} is defined", "{0} in {1}", "{0}|default(x={1})", "{0}|map({1})",
        "{0} >= 3", "{0}|money(2)", "{0}|date('long')",
    ]  # fmt: skip
    return st.builds(lambda shape, a, b: shape.format(a, b), st.sampled_from(shapes), inner, inner)


EXPRESSIONS = st.recursive(NAMES | CONSTANTS, _deeper, max_leaves=6)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    shapes = [
        "{{% if {0} %}}{1}{{% endif %}}",
        "{{% if {0} %}}{1}{{% elif {0} %}}b{{% else %}}c{{% endif %}}",
        "{{% for x in {0} %}}{1}{{% endfor %}}",
        "{{% set x = {0} %}}{1}",
        "{{% with x = {0} %}}{1}{{% endwith %}}",
        "{{% filter upper %}}{1}{{% endfilter %}}",
        "{{% macro m(x={0}) %}}{1}{{% endmacro %}}",
        "{{% raw %}}{1}{{% endraw %}}",
        "{{% include {0} %}}{1}",
        "a{{{{ {0} }}}}{1}",
    ]
    return st.builds(
        lambda shape, a, b: shape.format(a, b), st.sampled_from(shapes), EXPRESSIONS, inner
    )


SOURCES = st.recursive(
    st.builds("{{{{ {} }}}}".format, EXPRESSIONS) | st.text(max_size=8), _wrapped, max_leaves=4
)


@settings(max_examples=400, deadline=None)
@given(source=SOURCES)
@example(source="{{ member.name|default('x')|upper }}")
def test_whatever_passes_consists_of_what_is_allowed_and_can_be_said(source: str) -> None:
    found = read(source)
    if found.tree is None:
        assert found.problems
        return
    inside = list(found.tree.find_all(nodes.Node))
    assert all(isinstance(each, ALLOWED) for each in inside), inside
    assert not [each for each in found.paths if "__" in each or each.startswith("_")]
    for data in (DATA, {}):
        for speech in (ZH, EN):
            assert len(say(source, data, speech)) <= LONGEST_SAID
            say(source, data, speech, html=True)


@settings(max_examples=300, deadline=None)
@given(source=st.text(alphabet="{}%#ab.|()'\"_ 1", max_size=40))
def test_any_text_is_read_or_refused_and_never_fails(source: str) -> None:
    found = read(source)
    try:
        Environment(autoescape=True).parse(source)
    except TemplateError:
        assert found.problems
    assert bool(found.problems) is (found.tree is None)
    if found.tree is not None:
        say(source, DATA, ZH)
