"""The types TypeScript knows of answers are those the server answers with."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_generated_types_are_up_to_date() -> None:
    spec = spec_from_file_location("write_types", ROOT / "frontend" / "write_types.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    stale = [
        path.name
        for path, text in module.written()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert not stale, f"Run frontend/write_types.py: {', '.join(stale)} changed."
