"""A programme goes from a file to a release, and says what is wrong on the way."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.builder.programmes import at_least, document, field, tier


class Console:
    """The command line of one installation."""

    def __init__(self, url: str, folder: Path) -> None:
        self.environment = {"RUNGS_DATABASE_URL": url, "RUNGS_LANGUAGE": "zh"}
        self.folder = folder

    def run(self, *arguments: str, expect: int = 0, **more: Any) -> Result:
        done = CliRunner().invoke(main, arguments, env=self.environment, **more)
        assert done.exit_code == expect, done.output + repr(done.exception)
        return done

    def json(self, *arguments: str, expect: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", expect=expect).stdout)

    def file(self, content: Any, name: str = "club.json") -> str:
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)


@pytest.fixture
def console(database_url: str, tmp_path: Path) -> Console:
    opened = Console(database_url, tmp_path)
    opened.run("workspace", "add", "team", "--label", "团队")
    return opened


RULES = document(tier("regular"), tier("gold", at_least(1000)))
HIGHER = document(tier("regular"), tier("gold", at_least(5000)))
WRONG = document(tier("regular"), tier("gold", {">=": [{"var": "cups"}, 1]}))


def test_a_ready_made_programme_is_installed_released_and_evaluated(console: Console) -> None:
    assert "retail" in [each["key"] for each in console.json("template", "list")]
    made = console.json("template", "install", "retail")
    assert made["key"] == "retail"
    assert {each["severity"] for each in made["findings"]} <= {"note"}
    assert console.json("program", "list")[0]["release"] is None
    published = console.json("program", "publish", "--note", "第一版", "--apply", "now")
    assert published == {"release": 1, "apply": "now", "moved": 0}
    evaluated = console.json("evaluate")
    assert evaluated["ladders"]["main"] == {
        "regular": 0,
        "bronze": 0,
        "silver": 0,
        "gold": 0,
        "diamond": 0,
    }
    assert "钻石会员" in console.run("evaluate").stdout


def test_a_draft_with_mistakes_is_kept_and_the_command_fails(console: Console) -> None:
    console.run("template", "install", console.file(RULES))
    said = console.run("program", "draft", console.file(WRONG), expect=1).stdout
    assert "草稿已保存（第 2 版）" in said
    assert "✗ /ladders/0/tiers/1/condition" in said
    answer = console.json("program", "check", expect=1)
    assert not answer["ready"]
    assert answer["findings"][0]["path"].startswith("/ladders/0/tiers/1/condition")
    assert answer["findings"][0]["severity"] == "error"
    assert not console.json("program", "publish", expect=1)["ready"]
    assert console.json("program", "releases") == []


def test_the_console_says_beforehand_who_would_move(console: Console, tmp_path: Path) -> None:
    console.run("template", "install", console.file(RULES))
    console.run("program", "publish", "--apply", "now")
    console.run("program", "draft", console.file(HIGHER))
    answer = console.json("program", "preview")
    assert (answer["members"], answer["estimated"]) == (0, False)
    assert answer["ladders"][0]["counts"]["rises"] == 0
    told = console.run("program", "preview").stdout
    assert "↑ 升级" in told
    assert "会发出" in told
    assert console.json("program", "preview", "--members", "--from", "-") == {"items": []}
    file = tmp_path / "movers.csv"
    console.run("program", "preview", "--csv", str(file))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    console.run("program", "draft", console.file(WRONG), expect=1)
    refused = console.run("program", "preview", expect=1).stdout
    assert "✗ /ladders/0/tiers/1/condition" in refused
    assert not console.json("program", "preview", expect=1)["ready"]
    assert not console.json("program", "preview", "--members", expect=1)["ready"]


def test_a_file_is_checked_without_an_installation(tmp_path: Path) -> None:
    console = Console("sqlite:////nowhere/at/all.sqlite3", tmp_path)
    assert console.json("program", "check", console.file(RULES))["ready"]
    answer = console.json("program", "check", console.file(WRONG), expect=1)
    assert answer["findings"][0]["message"]["en"]
    unreadable = console.json("program", "check", console.file({"key": "A"}), expect=1)
    assert unreadable["findings"][0]["path"] == "/key"


def test_a_warning_is_said_and_does_not_stop_anything(console: Console) -> None:
    many = document(*(tier(f"t{n}", at_least(n) if n else None) for n in range(7)))
    console.run("template", "install", console.file(many))
    assert console.run("program", "check").stdout.startswith("! /ladders/0/tiers")
    console.run("program", "publish")


def test_what_is_no_json_is_refused_with_its_place(console: Console) -> None:
    said = console.run("template", "install", console.file("{\n  oops"), expect=1).output
    assert "不是 JSON，第 2 行" in said
    assert "is not JSON" in said


def test_a_document_of_the_wrong_shape_is_refused_with_every_place(console: Console) -> None:
    said = console.run("template", "install", console.file({"key": "A", "x": 1}), expect=1).output
    assert "✗ /key" in said
    assert "✗ /x" in said
    assert console.json("program", "list") == []


def test_versions_are_compared_in_words_and_brought_back(console: Console) -> None:
    console.run("template", "install", console.file(RULES))
    console.run("program", "publish")
    console.run("program", "draft", console.file(HIGHER))
    (change,) = console.json("program", "diff")
    assert change["path"] == "/ladders/0/tiers/1/condition"
    assert "¥5,000" in change["sentence"]["zh"]
    assert console.json("program", "list")[0]["changes"] == 1
    console.run("program", "publish", "--note", "提高门槛")
    assert console.run("program", "diff").stdout == "没有差别。\n"
    assert console.run("program", "diff", "--from", "1", "--to", "2").stdout.startswith(
        "~ /ladders"
    )
    assert console.json("program", "rollback", "1")["release"] == 3
    rows = console.json("program", "releases")
    assert [(each["number"], each["live"], each["restores"]) for each in rows] == [
        (3, True, 1),
        (2, False, None),
        (1, False, None),
    ]
    assert console.json("program", "diff", "--from", "1", "--to", "draft") == []
    assert "提高门槛" in console.run("program", "releases").stdout


def test_an_exported_programme_comes_back_as_the_same_bytes(console: Console) -> None:
    content = document(
        tier("regular"),
        tier("gold", at_least(1000), color="gold"),
        fields=[field("vip", "boolean", default=False), field("city", "text", help="住哪里")],
    )
    console.run("template", "install", console.file(content))
    console.run("program", "publish")
    once, again = console.folder / "once.json", console.folder / "again.json"
    console.run("template", "export", "--output", str(once))
    console.run("template", "install", str(once), "--key", "copy")
    console.run("program", "publish", "--program", "copy")
    console.run("template", "export", "--program", "copy", "--release", "1", "--output", str(again))
    assert again.read_text() == once.read_text().replace('"club"', '"copy"', 1)
    assert '"default": false' in once.read_text()
    shown = console.run("template", "export", "--program", "club").stdout_bytes
    assert shown == once.read_bytes()


def test_a_key_that_is_taken_is_refused_with_a_way_out(console: Console) -> None:
    console.run("template", "install", console.file(RULES))
    said = console.run("template", "install", console.file(RULES), expect=1).output
    assert "请用 --key 换一个标识" in said


def test_where_there_are_several_the_one_that_is_meant_must_be_named(console: Console) -> None:
    console.run("template", "install", console.file(RULES))
    console.run("template", "install", console.file(RULES), "--key", "second")
    assert "--program" in console.run("program", "check", expect=1).output
    console.run("program", "check", "--program", "second")
    console.run("workspace", "add", "other")
    said = console.run("program", "check", "--program", "second", expect=1).output
    assert "Say which with --workspace: team, other." in said
    said = console.run("evaluate", "--workspace", "nobody", expect=1).output
    assert "There is no workspace 'nobody'. Known: team, other." in said


def test_a_fresh_installation_says_what_to_make_first(database_url: str, tmp_path: Path) -> None:
    console = Console(database_url, tmp_path)
    said = console.run("template", "install", "retail", expect=1).output
    assert "还没有工作区。新建：rungs workspace add team" in said
    console.run("workspace", "add", "team")
    assert "rungs template install retail" in console.run("evaluate", expect=1).output


def test_nothing_is_evaluated_before_the_first_release(console: Console) -> None:
    console.run("template", "install", console.file(RULES))
    assert "还没有发布" in console.run("evaluate", expect=1).output


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"RUNGS_LANGUAGE": "zh"}, "没有问题。\n"),
        ({"RUNGS_LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, "Nothing is wrong.\n"),
        ({"LANG": "zh_CN.UTF-8"}, "没有问题。\n"),
        ({"LANG": "en_GB.UTF-8"}, "Nothing is wrong.\n"),
        ({"LANG": "C.UTF-8"}, "没有问题。 Nothing is wrong.\n"),
    ],
)
def test_the_console_speaks_the_language_of_whoever_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], said: str
) -> None:
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "club.json"
    file.write_text(json.dumps(RULES))
    done = CliRunner().invoke(main, ["program", "check", str(file)], env=environment)
    assert done.stdout == said


GOLD_SPEND = {
    "key": "gold_spend",
    "label": {"zh": "金卡门槛", "en": "Gold spend"},
    "kind": "money",
    "value": 1000,
    "least": 100,
}
WITH_PARAMETER = document(
    tier("regular"),
    tier("gold", {">=": [{"sum_of": ["order.net", "365d"]}, {"var": "parameter.gold_spend"}]}),
    parameters=[GOLD_SPEND],
)


def test_a_parameter_is_listed_with_its_rules_and_changed_by_itself(console: Console) -> None:
    console.run("template", "install", console.file(WITH_PARAMETER))
    console.run("program", "publish")
    said = console.run("program", "parameter", "list").stdout
    assert "gold_spend  金卡门槛  ¥1,000" in said
    assert "最近 365 天消费满 ¥1,000" in said
    changed = console.run("program", "parameter", "set", "gold_spend", "1500", "--note", "换季")
    assert "金卡门槛：¥1,000 → ¥1,500" in changed.stdout
    assert "版本 2 已上线" in changed.stdout
    (one,) = console.json("program", "parameter", "list")
    assert one["value"] == 1500
    assert console.json("program", "diff") == []


def test_a_value_beyond_its_bounds_is_refused_with_the_bound(console: Console) -> None:
    console.run("template", "install", console.file(WITH_PARAMETER))
    console.run("program", "publish")
    refused = console.run("program", "parameter", "set", "gold_spend", "99.99", expect=1)
    assert "最少为 ¥100" in refused.stderr
