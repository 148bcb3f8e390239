"""A ready-made programme is sound, and puts its examples where it says."""

import csv
import gzip
from decimal import Decimal
from importlib.resources import as_file

import pytest

from app.builder import gallery
from app.builder.gallery import ReadyMade
from app.errors import Severity
from app.program.checked import check_program
from app.program.codec import dump, load
from app.program.formulas import circles_in
from app.program.options import findings_in
from app.storage.spaces import Spaces
from tests.builder.playing import earned, every_programme, lived, play


@every_programme
def test_a_programme_has_words_in_both_languages(programme: ReadyMade) -> None:
    for words in (programme.label, programme.summary):
        assert words.zh
        assert words.en
        assert words.zh != words.en


@every_programme
def test_a_programme_is_filed_under_its_key_and_passes_every_check(programme: ReadyMade) -> None:
    program = load(programme.document)
    assert program.key == programme.key
    checked = check_program(program)
    assert [each for each in checked.findings if each.severity is Severity.ERROR] == []
    assert list(circles_in(program)) == []
    wrong = [each for it in program.designed for field in it.fields for each in findings_in(field)]
    assert wrong == []


@every_programme
def test_a_programme_is_the_same_after_being_read_and_written(programme: ReadyMade) -> None:
    program = load(programme.document)
    assert load(dump(program)) == program


@every_programme
def test_the_examples_of_a_programme_stand_where_it_says(
    programme: ReadyMade, spaces: Spaces
) -> None:
    _, examples = gallery.examples_of(programme)
    stands = play(programme, spaces)
    assert {each.label.en: stands[each.label.en] for each in examples} == {
        each.label.en: each.stands_on for each in examples
    }


@every_programme
def test_the_examples_of_a_programme_earn_what_it_says(
    programme: ReadyMade, spaces: Spaces
) -> None:
    _, examples = gallery.examples_of(programme)
    club = lived(programme, spaces)
    told = [each for each in examples if each.has]
    assert told
    for each in told:
        assert earned(club, each) == each.has


@every_programme
def test_there_is_an_example_for_every_tier(programme: ReadyMade) -> None:
    _, examples = gallery.examples_of(programme)
    tiers = {tier.key for ladder in load(programme.document).ladders for tier in ladder.tiers}
    assert {each.stands_on for each in examples} == tiers


def test_a_programme_that_is_not_there_is_named() -> None:
    with pytest.raises(gallery.NoSuchProgramme, match=r"retial.*retail"):
        gallery.get("retial")


def sample(name: str) -> list[dict[str, str]]:
    folder = gallery.get("retail").sample
    assert folder is not None
    with (
        as_file(folder / f"{name}.csv.gz") as path,
        gzip.open(path, "rt", encoding="utf-8") as file,
    ):
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "rows"),
    [("members", 2_469), ("orders", 155_848), ("mailings", 6_589), ("redemptions", 2_102)],
)
def test_the_sample_is_complete(name: str, rows: int) -> None:
    assert len(sample(name)) == rows


def test_the_sample_adds_up_to_what_the_retailer_sold() -> None:
    orders = sample("orders")
    assert sum(Decimal(each["amount"]) for each in orders) == Decimal("4596039.58")
    assert len({each["member"] for each in orders}) == 2_469
    assert orders[0]["paid_at"] == "2017-01-01T11:53:26Z"
    assert orders[-1]["paid_at"] == "2018-01-01T04:01:20Z"


def test_the_sample_knows_something_about_801_households_who_all_bought() -> None:
    members = sample("members")
    assert sum(bool(each["age"]) for each in members) == 801
    first = {each["member"]: each["paid_at"] for each in reversed(sample("orders"))}
    assert {each["external_id"]: each["joined_at"] for each in members} == first


def test_every_redemption_is_of_a_known_household() -> None:
    members = {each["external_id"] for each in sample("members")}
    redemptions = sample("redemptions")
    assert len({each["member"] for each in redemptions}) == 410
    assert {each["member"] for each in redemptions} <= members


def test_the_sample_takes_little_room_and_says_whose_it_is() -> None:
    folder = gallery.get("retail").sample
    assert folder is not None
    with as_file(folder / "LICENSE") as path:
        assert "CC0" in path.read_text(encoding="utf-8")
        assert sum(each.stat().st_size for each in path.parent.iterdir()) < 3_000_000
