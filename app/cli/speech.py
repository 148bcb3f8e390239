"""What commands say: in the language of whoever asks, or in both."""

import os
from collections.abc import Iterable, Mapping
from typing import Any

import click
import orjson

from app.errors import Finding, Severity
from app.words import Language, Words

MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


def language(environ: Mapping[str, str] = os.environ) -> Language | None:
    """Give the language that is asked for by RUNGS_LANGUAGE or LANG; None is both."""
    for name in ("RUNGS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = environ.get(name, "").lower()
        if wanted.startswith("zh"):
            return "zh"
        if wanted.startswith("en"):
            return "en"
    return None


def said(words: Words) -> str:
    wanted = language()
    if wanted is not None:
        return words.to(wanted)
    return words.to("zh") if words.zh == words.en else f"{words.to('zh')} {words.to('en')}"


def say(zh: str, en: str, *, err: bool = False) -> None:
    click.echo(said(Words(zh, en)), err=err)


def say_json(content: Any) -> None:
    """Print one machine-readable object on one line."""
    click.echo(orjson.dumps(content).decode())


def say_findings(findings: Iterable[Finding]) -> None:
    """Print each finding with its place."""
    for each in findings:
        fix = "" if each.fix is None else f" {said(each.fix)}"
        click.echo(f"{MARKS[each.severity]} {each.path or '/'}  {said(each.message)}{fix}")
        if each.example is not None:
            shown = each.example.said
            click.echo(f"    {said(Words(f'例如：{shown.zh}', f'for example: {shown.en}'))}")


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "severity": finding.severity.value,
        "message": finding.message.to_json(),
        "fix": None if finding.fix is None else finding.fix.to_json(),
        "example": None if finding.example is None else finding.example.to_json(),
    }


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether something must be put right first; the command then ends with exit code 1."""
    return any(each.severity is Severity.ERROR for each in findings)
