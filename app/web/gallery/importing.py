"""A file that is to become a programme: read strictly, or given back with every mistake."""

import json
from typing import Any

from app.builder.exchange import secrets_in
from app.program.reader import Unreadable
from app.web.gallery.json_text import line_of, lines_of, read, unreadable
from app.web.gallery.model import Refused
from app.words import Words

BOM = "\ufeff"


class NotReadable(Exception):
    """What was sent is no programme; `refused` has it, with the reasons."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.problem.en)
        self.refused = refused


def text_of(sent: bytes) -> str:
    """Decode a file. Raises `NotReadable`."""
    try:
        return sent.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        problem = Words(
            "这个文件不是 UTF-8 编码的文字，没有导入。请选从登阶导出的 .json 文件。",
            "This file is not text in UTF-8; nothing was imported. Choose a .json file as Rungs"
            " exports it.",
        )
        raise NotReadable(Refused(text="", problem=problem, findings=())) from error


def document_of(text: str) -> Any:
    """Read what was sent. Raises `NotReadable`."""
    try:
        return read(text)
    except (json.JSONDecodeError, RecursionError) as error:
        problem = Words(
            "没有导入：文件不是正确的 JSON。", "Nothing was imported: this is not JSON."
        )
        if isinstance(error, RecursionError):
            raise NotReadable(Refused(text=text, problem=problem, findings=())) from error
        findings = ((unreadable(error), error.lineno),)
        raise NotReadable(Refused(text=text, problem=problem, findings=findings)) from error


def refused(text: str, error: Unreadable) -> Refused:
    """Give a file back with each place that cannot be read."""
    places = lines_of(text)
    count = len(error.findings)
    return Refused(
        text=text,
        problem=Words(
            f"没有导入：有 {count} 处读不懂。改好后再导入，内容还在下面。",
            f"Nothing was imported: {count} places cannot be read. Your text is still below.",
        ),
        findings=tuple((each, line_of(places, each.path)) for each in error.findings),
    )


def left_out(document: Any) -> Words | None:
    """Say which secrets of a file were not taken over; None where it had none."""
    places = list(secrets_in(document))
    if not places:
        return None
    listed = "、".join(places)
    return Words(
        f"为安全起见，{len(places)} 处密钥没有导入，请重新填写：{listed}。",
        f"For safety {len(places)} secrets were left out; enter them anew: {', '.join(places)}.",
    )
