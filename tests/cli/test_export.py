"""`rungs export` writes what `rungs import` takes back, and nothing that a spreadsheet runs."""

import csv
import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.storage import audit
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document

EXTRA = [
    {"key": "vip", "kind": "boolean", "label": "VIP"},
    {"key": "likes", "kind": "tags", "label": "Likes"},
    {"key": "note", "kind": "long_text", "label": "Note"},
    {"key": "born", "kind": "date", "label": "Born"},
    {
        "key": "length",
        "kind": "formula",
        "label": "Length",
        "options": {"expression": {"length": [{"var": "note"}]}, "result": "integer"},
    },
]
RULE = {">=": [{"sum_of": ["order.net", "lifetime"]}, 1]}
CONTENT = document(("regular", None), ("gold", RULE), objects=[{"key": "member", "fields": EXTRA}])


class House:
    """A database with one programme, and the command at its door."""

    def __init__(self, url: str, spaces: Spaces, key: str = "team") -> None:
        self.environment = {"RUNGS_DATABASE_URL": url, "RUNGS_LANGUAGE": "en"}
        self.place = ("--workspace", key)
        self.club = Club(spaces, CONTENT, key=key)

    def run(self, *arguments: str, expect: int = 0) -> Result:
        done = CliRunner().invoke(main, [*arguments, *self.place], env=self.environment)
        assert done.exit_code == expect, done.output + repr(done.exception)
        return done

    def rows(self, *arguments: str) -> list[dict[str, str]]:
        return list(csv.DictReader(self.run("export", *arguments).stdout.splitlines()))


@pytest.fixture
def house(database_url: str, spaces: Spaces) -> House:
    return House(database_url, spaces)


def filled(house: House) -> House:
    house.club.join(
        "a", vip="yes", likes=["茶", "书"], note='两行\n"引号", 逗号', born="1990-02-28"
    )
    house.club.join("b", vip="no", note="=1+1")
    house.club.join("c")
    first = house.club.buy("a", "99.90")
    house.club.buy("b", 60)
    house.club.refund(first, "9.90")
    return house


def test_every_kind_of_value_is_written_as_an_import_reads_it(house: House) -> None:
    found = {each["external_id"]: each for each in filled(house).rows("--object", "member")}
    assert found["a"]["vip"] == "true"
    assert found["a"]["likes"] == "茶;书"
    assert found["a"]["born"] == "1990-02-28"
    assert found["a"]["length"] == "11"
    assert found["c"]["note"] == ""
    orders = house.rows("--object", "order")
    assert [(each["member.external_id"], each["amount"]) for each in orders] == [
        ("a", "99.9"),
        ("b", "60"),
    ]
    assert house.rows("--object", "refund")[0]["order"] == "o1"


def test_a_text_that_looks_like_a_formula_is_made_harmless_unless_asked_otherwise(
    house: House,
) -> None:
    asked = (
        "--object",
        "member",
        "--field",
        "note",
        "--filter",
        '{"==": [{"var": "external_id"}, "b"]}',
    )
    assert [each["note"] for each in filled(house).rows(*asked)] == ["'=1+1"]
    assert [each["note"] for each in house.rows(*asked, "--verbatim")] == ["=1+1"]


@pytest.mark.parametrize("name", ["members.csv", "members.csv.gz"])
def test_what_was_exported_can_be_imported_elsewhere_and_says_the_same(
    house: House, database_url: str, spaces: Spaces, tmp_path: Path, name: str
) -> None:
    filled(house)
    files = {key: str(tmp_path / f"{key}-{name}") for key in ("member", "order", "refund")}
    for key, file in files.items():
        house.run("export", file, "--object", key, "--verbatim")
        assert Path(file).stat().st_mode & 0o077 == 0
    other = House(database_url, spaces, "other")
    for key, file in files.items():
        told = json.loads(other.run("import", file, "--object", key, "--json").stdout)
        assert (told["refused"], told["known"]) == (0, 0), Path(told["refused_file"]).read_text()
    for key in files:
        assert without_ids(other.rows("--object", key)) == without_ids(house.rows("--object", key))


def without_ids(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(
        ({name: row[name] for name in row if name not in {"id", "member_id"}} for row in rows),
        key=str,
    )


def test_many_records_come_in_pieces_and_each_of_them_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.runtime.exports.AT_ONCE", 2)
    for n in range(7):
        house.club.join(f"m{n}")
    assert [each["external_id"] for each in house.rows("--object", "member")] == [
        f"m{n}" for n in range(7)
    ]


def test_a_file_that_is_there_is_left_alone_unless_forced(house: House, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("mine")
    assert "--force" in house.run("export", str(file), "--object", "member", expect=1).output
    assert file.read_text() == "mine"
    told = json.loads(
        house.run("export", str(file), "--object", "member", "--force", "--json").stdout
    )
    assert told["records"] == 0
    assert file.read_text(encoding="utf-8-sig").startswith("id,number,external_id")
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--object", "nothing"], "There is no object called 'nothing'"),
        (["--object", "member", "--field", "nothing"], "nothing"),
        (["--object", "member", "--filter", "{"], "--filter is not JSON"),
        (["--object", "member", "--filter", '{"var": "nothing"}'], "mistakes in this filter"),
        (["--object", "member", "--json"], "--json needs the name of a file"),
        (["/nowhere/at/all.csv", "--object", "member"], "cannot be written"),
    ],
    ids=str,
)
def test_what_cannot_be_exported_is_said_and_leaves_no_file(
    house: House, asked: list[str], said: str
) -> None:
    assert said in house.run("export", *asked, expect=1).output


def test_who_took_what_out_of_the_house_is_written_down(house: House) -> None:
    house.rows("--object", "member", "--field", "vip")
    with house.club.spaces.reading(house.club.workspace_id) as space:
        found = audit.entries(space, limit=1)[0]
    assert (found["action"], found["actor"]) == ("records.exported", "console")
    assert found["detail"] == {"object": "member", "columns": ["id", "vip"], "filter": None}


def test_a_packed_file_is_packed(house: House, tmp_path: Path) -> None:
    file = tmp_path / "members.csv.gz"
    house.run("export", str(file), "--object", "member")
    with gzip.open(file, "rt", encoding="utf-8-sig") as read:
        assert read.read().startswith("id,")
