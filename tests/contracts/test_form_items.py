"""What holds for every kind of item on a form, also for those that come later."""

from dataclasses import fields

import pytest

from app.program.form_items import ITEM_KINDS, ItemKind
from app.program.form_items.base import Widget
from app.program.forms import Item

KNOWN = {each.name for each in fields(Item)}


@pytest.mark.parametrize("kind", list(ITEM_KINDS), ids=lambda kind: str(kind.key))
def test_an_item_says_what_it_is_and_what_may_be_set(kind: ItemKind) -> None:
    assert type(kind).__module__.rpartition(".")[2] == kind.key
    assert kind.label.zh
    assert kind.label.en
    assert kind.icon
    for each in kind.settings:
        assert each.key in KNOWN
        assert each.label.zh
        assert each.label.en
        assert isinstance(each.widget, Widget)
    assert all(each in ITEM_KINDS for each in kind.holds)
    assert not (kind.answered and kind.holds), "What holds others has no answer of its own."
