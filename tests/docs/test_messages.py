"""What docs/messages.md says of messages is so."""

import re
from pathlib import Path

from app.program.codec import load
from app.program.message_filters import DATES, FILTERS
from app.program.message_syntax import read
from app.program.message_variables import variables
from tests.runtime.clubs import document
from tests.runtime.flowing import COUPON, TIERS

PAGE = (Path(__file__).parents[2] / "docs" / "messages.md").read_text("utf-8")
JOIN = {"key": "join", "label": "Join", "pages": []}


def test_each_variable_on_the_page_is_there_and_the_other_way_round() -> None:
    content = document(*TIERS, coupons=[COUPON], forms=[JOIN])
    content["ladders"] = [content["ladders"][0] | {"key": "first"}, content["ladders"][0]]
    known = {each.path for each in variables(load(content))}
    written = set(re.findall(r"`\{\{ ([a-z_.]+) \}\}`", PAGE))
    assert written <= known
    groups = {each.partition(".")[0] for each in known}
    assert groups == {each.partition(".")[0] for each in written}


def test_each_filter_is_on_the_page() -> None:
    assert [each for each in (*FILTERS, *DATES) if not re.search(rf"`{each}\b", PAGE)] == []
    assert read("{% if next.label %}a{% else %}b{% endif %}").tree is not None
