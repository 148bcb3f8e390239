"""Builds the islands of the builder before the package is installed or packed."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
from app.launcher.islands import NODE_WHEEL, CannotBuild, Islands, find_node


class IslandsHook(BuildHookInterface):
    """Asks for a Node.js only where there is none and something is to be built."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        ready = Islands(Path(self.root)).are_ready()
        return [] if ready or find_node() is not None else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        islands = Islands(Path(self.root))
        if islands.are_ready():
            return
        node = find_node()
        if node is None:
            raise CannotBuild("Node.js 20.19 or later is needed to build the pages of the builder.")
        islands.build(node)
