"""Somebody starts it: by a button or over the API."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words


class Manual(TriggerKind):
    key = "manual"
    label = Words("手动或 API", "By hand or over the API")
    icon = "mouse-pointer-click"

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        return Words("由人点击或由 API 启动", "When somebody or the API starts it")
