"""What the pages of settings, currencies and parameters show: values, for the templates."""

from dataclasses import dataclass
from typing import Any

from app.errors import Finding
from app.web.designs.model import Meanwhile, UseShown
from app.web.records.inputs import Input
from app.web.undoing import Undo
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A setting that a live programme keeps, and why."""

    label: Words
    value: str
    why: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTick:
    """A kind of activity that may count as being active."""

    key: str
    label: Words
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    url: str
    back_url: str
    form: Any
    may_edit: bool
    readable: bool
    document_url: str
    fixed: tuple[Fixed, ...]
    """What is not asked for any more; without any, time zone and currency are."""
    kinds: tuple[KindTick, ...]
    notes: tuple[Finding, ...]
    """What the checks say of the settings of the draft."""
    uses: tuple[UseShown, ...]
    """What goes by the kinds that count as being active."""
    seen: str
    meanwhile: Meanwhile | None
    undo: Undo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyRow:
    key: str
    label: Words
    spendable: bool
    given: bool
    state: Words | None
    """What of it is not published yet."""
    uses: tuple[UseShown, ...]
    edit_url: str | None
    remove_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrenciesPage:
    currencies: tuple[CurrencyRow, ...]
    new_url: str | None
    readable: bool
    document_url: str
    undo: Undo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyPage:
    """A currency being written."""

    title: Words
    key: str | None
    url: str
    back_url: str
    form: Any
    given: bool
    seen: str
    problem: Words | None
    meanwhile: Meanwhile | None
    uses: tuple[UseShown, ...]
    remove_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInputs:
    """Another value for some members, being written."""

    number: int
    when: str
    error: Words | None
    value: Input


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterPage:
    """A parameter being written."""

    title: Words
    key: str | None
    kind: Words
    kind_key: str
    url: str
    back_url: str
    value_url: str | None
    """Where a live one gets another value alone."""
    names: tuple[Input, ...]
    value: Input
    bounds: tuple[Input, ...]
    cases: tuple[CaseInputs, ...]
    wrong: int
    problem: Words | None
    findings: tuple[Finding, ...]
    seen: str
    meanwhile: Meanwhile | None
    uses: tuple[UseShown, ...]
    remove_url: str | None
