"""Settings are checked as a whole at the start, and said in words when they are wrong."""

import os
from pathlib import Path

import pytest

from app.config import WrongSettings, load

KEY = "9Zr2kLq8vT3xWb6nYc1mHs4dPf7gJa0e"


def settings(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"RUNGS_DATA_DIR": str(tmp_path / "data"), **more}


def problems(tmp_path: Path, **more: str) -> list[str]:
    with pytest.raises(WrongSettings) as raised:
        load(settings(tmp_path, **more))
    return [problem.en for problem in raised.value.problems]


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    config = load(settings(tmp_path))
    assert config.database_url == f"sqlite:///{tmp_path / 'data' / 'rungs.sqlite3'}"
    assert config.public_url == "http://127.0.0.1:8000"
    assert not config.expect_worker


def test_the_installation_makes_a_key_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    first, second = load(settings(tmp_path)), load(settings(tmp_path))
    assert first.secret_keys == second.secret_keys
    assert len(first.secret_keys[0]) >= 32
    if os.name == "posix":
        file = tmp_path / "data" / "secret-keys"
        assert file.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret-keys"]


def test_the_first_key_signs_and_the_others_still_verify(tmp_path: Path) -> None:
    config = load(settings(tmp_path, RUNGS_SECRET_KEYS=f"{KEY}, {KEY[::-1]}"))
    assert config.secret_keys == (KEY, KEY[::-1])


@pytest.mark.parametrize(
    "key",
    ["change-me", KEY[:31], "a" * 40, "secretsecretsecretsecretsecretsecret"],
    ids=["known", "just too short", "one letter", "one word"],
)
def test_a_key_that_can_be_guessed_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    (problem,) = problems(tmp_path, RUNGS_SECRET_KEYS=key)
    assert "too weak" in problem
    assert key not in problem


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    assert load(settings(tmp_path, RUNGS_SECRET_KEYS_FILE=str(file))).secret_keys == (KEY,)


def test_a_secret_stands_in_one_place_only(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY)
    (problem,) = problems(tmp_path, RUNGS_SECRET_KEYS=KEY, RUNGS_SECRET_KEYS_FILE=str(file))
    assert problem == "Set RUNGS_SECRET_KEYS or RUNGS_SECRET_KEYS_FILE, not both."


def test_a_secret_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "nothing")
    (problem,) = problems(tmp_path, RUNGS_SECRET_KEYS_FILE=missing)
    assert missing in problem


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("postgres://me:pw@host/base", "postgresql+psycopg://me:pw@host/base"),
        ("postgresql://me:pw@host/base", "postgresql+psycopg://me:pw@host/base"),
        (
            "postgresql://me:pw@/base?host=one:5432&host=two:5433",
            "postgresql+psycopg://me:pw@/base?host=one%3A5432&host=two%3A5433",
        ),
        (
            "postgres://me@/base?host=one,two&target_session_attrs=any",
            "postgresql+psycopg://me@/base?host=one%2Ctwo&target_session_attrs=any",
        ),
        ("sqlite:////tmp/x.sqlite3", "sqlite:////tmp/x.sqlite3"),
    ],
)
def test_database_addresses_are_understood_as_others_write_them(
    tmp_path: Path, written: str, meant: str
) -> None:
    assert load(settings(tmp_path, RUNGS_DATABASE_URL=written)).database_url == meant


def test_a_broken_database_address_is_not_repeated_since_it_may_hold_a_password(
    tmp_path: Path,
) -> None:
    (problem,) = problems(tmp_path, RUNGS_DATABASE_URL="postgresql//me:hunter2@host")
    assert "hunter2" not in problem
    assert "postgresql://user:password@host/database" in problem


def test_another_database_is_refused_by_name(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, RUNGS_DATABASE_URL="mysql://me@host/base")
    assert "mysql" in problem


def test_a_misspelt_name_is_refused_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, RUNGS_DATABSE_URL="sqlite://")
    assert problem == "There is no setting RUNGS_DATABSE_URL; did you mean RUNGS_DATABASE_URL?"


def test_a_name_like_no_other_gets_no_guess(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, RUNGS_ZZZ="1")
    assert problem == "There is no setting RUNGS_ZZZ."


def test_everything_that_is_wrong_is_said_at_once_and_in_both_languages(tmp_path: Path) -> None:
    wrong = {
        "RUNGS_LOG_LEVEL": "loud",
        "RUNGS_PUBLIC_URL": "members.example.com",
        "RUNGS_TRUSTED_PROXIES": "all",
        "RUNGS_METRICS_PUBLIC": "perhaps",
    }
    with pytest.raises(WrongSettings) as raised:
        load(settings(tmp_path, **wrong))
    assert len(raised.value.problems) == len(wrong)
    assert all(problem.zh and problem.en for problem in raised.value.problems)
    for name, value in wrong.items():
        assert name in str(raised.value)
        assert value in str(raised.value)


def test_the_settings_in_force_can_be_shown_to_anybody(tmp_path: Path) -> None:
    config = load(
        settings(
            tmp_path,
            RUNGS_DATABASE_URL="postgresql://me:hunter2@host/base",
            RUNGS_SECRET_KEYS=KEY,
        )
    )
    for shown in (repr(config), str(config.effective())):
        assert "hunter2" not in shown
        assert KEY not in shown
        assert "me:***@host/base" in shown


def test_a_data_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongSettings, match="RUNGS_DATA_DIR to a folder"):
        load({"RUNGS_DATA_DIR": str(tmp_path / "file" / "data")})


def test_own_names_of_the_host_are_always_trusted(tmp_path: Path) -> None:
    config = load(settings(tmp_path, RUNGS_PUBLIC_URL="https://members.example.com/"))
    assert config.trusted_hosts == ("members.example.com", "localhost", "127.0.0.1", "[::1]")
    assert config.public_url == "https://members.example.com"


def test_where_messages_may_go_besides_is_said_by_the_installation(tmp_path: Path) -> None:
    config = load(
        settings(
            tmp_path, RUNGS_OUTBOUND_ALLOW="Mail.Internal:25, 10.0.0.5", RUNGS_OUTBOUND_PORTS="8443"
        )
    )
    assert config.door.allow == {"mail.internal:25", "10.0.0.5"}
    assert config.door.ports == {8443}


def test_a_port_that_is_none_is_named(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, RUNGS_OUTBOUND_PORTS="8443,https")
    assert "https" in problem
