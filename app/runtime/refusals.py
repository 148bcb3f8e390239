"""The file of refused records: as they were, with the reason in both languages beside them."""

import csv
import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from app.errors import Finding
from app.program.objects import Object
from app.runtime.csv_files import Line
from app.words import LANGUAGES, Language

LINE, REASONS = "行号 line", ("原因", "reason")
# Spreadsheets take a file for UTF-8 only when it begins with the mark.
_ENCODING = "utf-8-sig"


class Refusals:
    """Grows with each batch; a run that is taken up keeps the records that were counted."""

    def __init__(self, path: Path, columns: Sequence[str], *, keep: int) -> None:
        self.path = path
        self.columns = columns
        if keep and path.exists():
            self._cut_back(keep)
        else:
            path.unlink(missing_ok=True)

    def add(self, refused: Iterable[tuple[Line, Sequence[Finding]]], designed: Object) -> None:
        """Write records down for good."""
        rows = [
            [*_as_wide(line.cells, len(self.columns)), line.number, *_reasons(findings, designed)]
            for line, findings in refused
        ]
        if not rows:
            return
        is_new = not self.path.exists()
        with self.path.open("a", encoding=_ENCODING if is_new else "utf-8", newline="") as file:
            writer = csv.writer(file)
            if is_new:
                writer.writerow([*self.columns, LINE, *REASONS])
            writer.writerows(rows)
            file.flush()
            os.fsync(file.fileno())

    def _cut_back(self, keep: int) -> None:
        with self.path.open(encoding=_ENCODING, newline="") as file:
            rows = list(islice(csv.reader(file), keep + 1))
        shorter = self.path.with_suffix(".part")
        with shorter.open("w", encoding=_ENCODING, newline="") as file:
            csv.writer(file).writerows(rows)
        shorter.replace(self.path)


def _as_wide(cells: Sequence[str], width: int) -> list[str]:
    """Keep the reasons in their columns; what is beyond the head goes into the last cell."""
    if len(cells) <= width:
        return [*cells, *[""] * (width - len(cells))]
    return [*cells[: width - 1], ",".join(cells[width - 1 :])]


def _reasons(findings: Sequence[Finding], designed: Object) -> list[str]:
    return [
        " ".join(reason(each, designed, language) for each in findings) for language in LANGUAGES
    ]


def reason(finding: Finding, designed: Object, language: Language) -> str:
    """Say what is wrong, after the label of the field it is about."""
    field = designed.find_field(finding.path.strip("/").partition("/")[0])
    said = finding.message.to(language)
    return said if field is None else f"[{field.label.to(language)}] {said}"
