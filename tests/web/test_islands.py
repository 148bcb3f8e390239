"""What a page of the builder loads at first stays small, and only what it needs."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from app.errors import Misconfigured
from app.web import islands

DIST = Path(islands.__file__).parents[1] / "static" / "dist"
MOST = 200 * 1024
ISLANDS = sorted(
    each.parent.name for each in (DIST.parents[2] / "frontend" / "src").glob("*/main.tsx")
)


@pytest.fixture(scope="module")
def manifest() -> Any:
    return json.loads((DIST / islands.MANIFEST).read_text("utf-8"))


def first_load(manifest: Any, name: str) -> dict[str, int]:
    """Give the size of every file that is asked for before anything is clicked, compressed."""
    script, styles, chunks = islands.files_of(manifest, name)
    return {
        each: len(gzip.compress((DIST / each).read_bytes(), 9))
        for each in (script, *styles, *chunks)
    }


@pytest.mark.parametrize("name", ISLANDS)
def test_the_first_load_of_a_page_is_at_most_200_kilobytes(manifest: Any, name: str) -> None:
    sizes = first_load(manifest, name)
    assert sum(sizes.values()) <= MOST, sizes


@pytest.mark.parametrize("name", ISLANDS)
def test_no_file_of_a_page_is_asked_for_twice(manifest: Any, name: str) -> None:
    script, styles, chunks = islands.files_of(manifest, name)
    asked = [script, *styles, *chunks]
    assert len(asked) == len(set(asked))


def test_an_island_that_is_not_there_is_a_fault_of_the_installation(manifest: Any) -> None:
    with pytest.raises(Misconfigured, match="nothing_like_it"):
        islands.files_of(manifest, "nothing_like_it")
