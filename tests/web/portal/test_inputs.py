"""Every kind of field can be asked for on a phone, also those that come later."""

import pytest
from wtforms.form import BaseForm

from app.program.field import Field
from app.program.fields import FIELD_KINDS, FieldKind
from app.web.portal.inputs import input_for
from app.words import Words
from tests.contracts.test_field_kinds import OPTIONS
from tests.web.houses import House


@pytest.mark.parametrize("kind", list(FIELD_KINDS), ids=lambda kind: str(kind.key))
def test_a_field_is_drawn_under_its_name(kind: FieldKind, house: House) -> None:
    options = OPTIONS.get(kind.key, {})
    field = Field(key="x", kind=kind.key, label=Words("问", "Ask"), options=options)
    with house.app.test_request_context():
        made = input_for(field, "Ask", records=[("1", "One")])
        form = BaseForm({"x": made}, prefix="a-")
        form.process(data={})
        assert 'name="a-x"' in str(form["x"]())
