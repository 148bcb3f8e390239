"""A form opens before it closes, and says what it asks people to agree to."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.checked_forms import CheckedForm
from app.program.dates import instant_of
from app.program.forms import Agreed
from app.words import Words


class SensibleWindows(Check):
    key = "sensible_windows"
    label = Words(
        "表单先开放后关闭，同意条款有文字", "Forms open before they close; consent has words"
    )

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        zone = checked.program.settings.calendar.zone
        for form in checked.forms.values():
            access = form.form.access
            opens = None if access.opens is None else instant_of(access.opens, zone)
            closes = None if access.closes is None else instant_of(access.closes, zone)
            if opens is not None and closes is not None and opens >= closes:
                yield Finding.of(
                    f"{form.path}/access/closes",
                    "关闭的时刻不晚于开放的时刻，谁也填不了。",
                    "It closes no later than it opens, so nobody can fill it in.",
                )
            yield from _consent(form)


def _consent(form: CheckedForm) -> Iterator[Finding]:
    consent = form.form.consent
    if consent is not None and not any(consent.text):
        yield Finding.of(
            f"{form.path}/consent/text",
            "要写明请会员同意什么。",
            "Say what people are asked to agree to.",
        )
    if consent is not None and consent.required and consent.purpose is Agreed.MARKETING:
        yield warning(
            f"{form.path}/consent/required",
            "接收营销信息要由会员自己选择，不该是提交的条件。",
            "Members choose by themselves to be sent advertising; it should not be a condition.",
        )
