"""A form was submitted."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words


class FormSubmitted(TriggerKind):
    key = "form_submitted"
    label = Words("提交表单", "Form submitted")
    icon = "clipboard-check"
    options = (Option(key="form", label=Words("表单", "Form"), widget=Widget.FORM, required=True),)

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        form = naming.form(options.get("form"))
        return Words(f"提交“{form.zh}”时", f"When {form.en} is submitted")
