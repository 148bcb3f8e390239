"""Writes the TypeScript types of what the server answers from the dataclasses it answers with.

`.venv/bin/python frontend/write_types.py` writes `frontend/src/generated/*.ts`; add a line to
`FILES` for another file. A test fails while they are not up to date.
"""

# ruff: noqa: INP001, E402  # A script beside the front end, no package; it finds the product first.

import json
import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))  # Run as a script, it finds the product beside it.

from app.builder import gallery
from app.builder.field_palette import FieldPalette
from app.builder.palette import Palette, palette_of, read_place
from app.program.codec import load
from app.program.fields import FIELD_KINDS
from app.program.form_items import ITEM_KINDS
from app.program.steps import STEP_KINDS
from app.program.triggers import TRIGGER_KINDS
from app.web.builder import (
    condition_model,
    condition_page,
    draft,
    flow_model,
    form_design_model,
    ladder_model,
    objects_model,
)
from app.web.plain import plain
from app.words import Words

FILES: Mapping[str, tuple[type, ...]] = {
    "draft": (draft.DraftSaved, draft.DraftState, draft.DraftTheirs),
    "fields": (FieldPalette,),
    "conditions": (
        Palette,
        condition_model.Look,
        condition_model.Trial,
        condition_model.MembersFound,
        condition_page.ConditionPage,
    ),
    "flow": (flow_model.FlowIsland, flow_model.FlowsTried, flow_model.FlowCounts),
    "forms": (form_design_model.FormsIsland,),
    "ladder": (ladder_model.LadderIsland, ladder_model.ImpactAnswer),
    "objects": (
        objects_model.ObjectsIsland,
        objects_model.UsesAnswer,
        objects_model.RetypeAnswer,
    ),
}
"""What is written, by file; classes that these mention come along."""

SAMPLES = ("ladder:main", "record:order")
"""Places of a ready-made programme whose palettes the tests of the front end draw from."""
FOLDER = HERE / "src" / "generated"
HEAD = "// Written by frontend/write_types.py from the answers of the server; not by hand.\n"
PLAIN: Mapping[Any, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    Any: "unknown",
    object: "unknown",
    Words: "Words",
}


class Writer:
    """Collects the types one file needs, each after those it mentions.

    Those that an earlier file has are imported from it.
    """

    def __init__(self, elsewhere: Mapping[type, str]) -> None:
        self.elsewhere = elsewhere
        self.blocks: dict[type, str] = {}
        self.imported: dict[str, set[str]] = {}
        self.begun: set[type] = set()
        self.words = False

    def text(self) -> str:
        imports = ['import type { Words } from "../shared/words";\n'] if self.words else []
        for file, names in sorted(self.imported.items()):
            imports.append(f'import type {{ {", ".join(sorted(names))} }} from "./{file}";\n')
        return "\n".join(
            [HEAD + "".join(["\n", *imports] if imports else []), *self.blocks.values()]
        )

    def add(self, kind: type) -> str:
        """Write a class, unless it is written already, and give its name."""
        if kind in self.elsewhere:
            self.imported.setdefault(self.elsewhere[kind], set()).add(kind.__name__)
        elif kind not in self.begun:
            self.begun.add(kind)
            self.blocks[kind] = self.alias(kind) if issubclass(kind, Enum) else self.shape(kind)
        return kind.__name__

    def alias(self, kind: type[Enum]) -> str:
        values = [f'"{each.value}"' for each in kind]
        line = f"export type {kind.__name__} = {' | '.join(values)};\n"
        if len(line) <= 100:  # noqa: PLR2004  # As Biome breaks lines.
            return line
        return f"export type {kind.__name__} =\n" + "\n".join(f"  | {v}" for v in values) + ";\n"

    def shape(self, kind: type) -> str:
        hints = get_type_hints(kind)
        lines = [f"  readonly {each.name}: {self.of(hints[each.name])};" for each in fields(kind)]
        return "\n".join([f"export interface {kind.__name__} {{", *lines, "}", ""])

    def of(self, hint: Any) -> str:
        """Write a type as it stands in JSON."""
        if hint in PLAIN:
            self.words = self.words or hint is Words
            return PLAIN[hint]
        origin, given = get_origin(hint), get_args(hint)
        if origin in {Union, types.UnionType}:
            return " | ".join(dict.fromkeys(self.of(each) for each in given))
        if origin is Literal:
            return " | ".join(f'"{each}"' for each in given)
        if origin in {tuple, list, frozenset, set}:
            return self.row(given)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self.record(*given)
        if isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, Enum)):
            return self.add(hint)
        raise TypeError(f"{hint!r} has no type in TypeScript.")

    def row(self, given: tuple[Any, ...]) -> str:
        if len(given) == 2 and given[1] is not Ellipsis or len(given) > 2:  # noqa: PLR2004, RUF021
            return f"readonly [{', '.join(self.of(each) for each in given)}]"
        item = self.of(given[0])
        return f"readonly ({item})[]" if "|" in item else f"readonly {item}[]"

    def record(self, key: Any, value: Any) -> str:
        if isinstance(key, type) and issubclass(key, Enum):
            return f"Readonly<Partial<Record<{self.of(key)}, {self.of(value)}>>>"
        return f"Readonly<Record<string, {self.of(value)}>>"


def written() -> Iterator[tuple[Path, str]]:
    """Give each file with what should stand in it."""
    elsewhere: dict[type, str] = {}
    for name, kinds in FILES.items():
        writer = Writer(elsewhere)
        for kind in kinds:
            writer.add(kind)
        elsewhere |= dict.fromkeys(writer.blocks, name)
        yield FOLDER / f"{name}.ts", writer.text()
    yield FOLDER / "icons.ts", _icons()
    yield HERE / "fixtures" / "palettes.json", _palettes()


def _icons() -> str:
    """Import the icons that kinds name, and no others: a new kind brings its own."""
    shelves = (FIELD_KINDS, ITEM_KINDS, STEP_KINDS, TRIGGER_KINDS)
    names = sorted({each.icon for kinds in shelves for each in kinds})
    parts = {each: "".join(part.title() for part in each.split("-")) for each in names}
    imported = "".join(f"  {each},\n" for each in parts.values())
    lines = "".join(f'  "{key}": {each},\n' for key, each in parts.items())
    return (
        f'{HEAD}\nimport {{\n{imported}  type LucideIcon,\n}} from "lucide-react";\n\n'
        f"export const icons: Readonly<Record<string, LucideIcon>> = {{\n{lines}}};\n"
    )


def _palettes() -> str:
    program = load(gallery.get("retail").document)
    found = {each: plain(palette_of(program, read_place(each, program))) for each in SAMPLES}
    return json.dumps(found, ensure_ascii=False) + "\n"


def main() -> None:
    for path, text in written():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
