"""Consents from a file: good lines are kept, bad ones told by number, and nothing comes twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.clock import to_instant
from app.errors import Invalid
from app.runtime import consent_import
from app.runtime.consent_import import Report
from app.runtime.csv_files import look_through
from app.storage import consents
from app.storage.consents import Consent
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]


def shop(club: Clubs) -> Club:
    return club(document(("regular", None)))


def taken(team: Club, folder: Path, text: str) -> Report:
    path = folder / "consents.csv"
    path.write_text(text, encoding="utf-8")
    return consent_import.run(
        team.spaces,
        team.workspace_id,
        team.program_id,
        look_through(path),
        now=to_instant(team.now),
        by="li",
    )


def of(team: Club, member_id: int) -> list[Consent]:
    with team.spaces.reading(team.workspace_id) as space:
        return consents.of_member(space, team.program_id, member_id)


def test_who_agreed_and_who_ended_it_is_written_down(club: Clubs, tmp_path: Path) -> None:
    team = shop(club)
    ann, ben = team.join("ann"), team.join("ben")
    report = taken(
        team,
        tmp_path,
        "会员,同意,渠道,时间,备注\n"
        "external_id:ann,是,短信,2026-02-01 09:30,门店签字\n"
        f"{ben},否,,,\n",
    )
    assert (report.done, report.kept, report.refused) == (2, 2, [])
    (one,), (other,) = of(team, ann), of(team, ben)
    assert (one.given, one.channel, one.how, one.note, one.by) == (
        True,
        "sms",
        "import",
        "门店签字",
        "li",
    )
    assert one.at < one.recorded_at
    assert (other.given, other.channel, other.purpose) == (False, "*", "marketing")


def test_bad_lines_are_told_by_their_number_and_the_rest_is_kept(
    club: Clubs, tmp_path: Path
) -> None:
    team = shop(club)
    ann = team.join("ann", phone="13800138000")
    report = taken(
        team,
        tmp_path,
        "phone,given,channel,purpose,at\n"
        "13800138000,yes,email,marketing,2026-02-01\n"
        "\n"
        "13900139000,yes,email,marketing,\n"
        "13800138000,perhaps,fax,fun,yesterday\n",
    )
    assert report.kept == 1
    assert [each.line.number for each in report.refused] == [4, 5]
    assert [[found.path for found in each.findings] for each in report.refused] == [
        ["/member"],
        ["/given", "/purpose", "/channel", "/at"],
    ]
    assert len(of(team, ann)) == 1


def test_the_same_file_again_repeats_nothing_and_a_mended_one_adds_what_was_missing(
    club: Clubs, tmp_path: Path
) -> None:
    team = shop(club)
    ann = team.join("ann")
    text = "member,given\nexternal_id:ann,yes\n"
    assert taken(team, tmp_path, text).kept == 1
    again = taken(team, tmp_path, text)
    assert (again.kept, again.known) == (0, 1)
    assert len(of(team, ann)) == 1


@pytest.mark.parametrize("heads", ["given", "member,given,colour", "member,given,given", "a,b"])
def test_columns_that_are_not_known_are_refused_before_anything_is_written(
    club: Clubs, tmp_path: Path, heads: str
) -> None:
    team = shop(club)
    with pytest.raises(Invalid):
        taken(team, tmp_path, f"{heads}\n1,yes,1\n")
