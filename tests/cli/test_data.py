"""`rungs import` tells what it did, what it would do, and goes on after it was killed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.config import ROOT
from app.runtime import imports
from app.runtime.releases import live
from app.storage import totals
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document

SPENT = {">=": [{"sum_of": ["order.net", "lifetime"]}, 100]}
STOPS_AT_EACH_BATCH = """
import threading
from app.cli import main
from app.runtime import imports
usual = imports.run

def run(job, *, now, progress):
    def told(done):
        progress(done)
        threading.Event().wait()
    return usual(job, now=now, progress=told)

imports.run = run
main()
"""
"""Says how far it has come, as usual, and goes no further until somebody kills it."""
ORDERS = "订单号,会员,支付时间,实付金额,天气\n1,a,2026-02-01 10:00,60,晴\n2,b,soon,40,雨\n"


class Shop:
    """A club with the members a and b, and a folder of files."""

    def __init__(self, url: str, folder: Path) -> None:
        self.environment = {"RUNGS_DATABASE_URL": url, "RUNGS_LANGUAGE": "en"}
        self.folder = folder
        self.club = Club(Spaces.at(url), document(("regular", None), ("gold", SPENT)))
        self.club.join("a")
        self.club.join("b")

    def run(self, *arguments: str, expect: int = 0) -> Result:
        done = CliRunner().invoke(main, ["import", *arguments], env=self.environment)
        assert done.exit_code == expect, done.output + repr(done.exception)
        return done

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json").stdout)

    def file(self, content: str, encoding: str = "utf-8") -> str:
        path = self.folder / "orders.csv"
        path.write_text(content, encoding=encoding)
        return str(path)

    def sales(self) -> tuple[int, int]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            kept = live(space, self.club.program_id).catalogue.records["order"]
            found = totals.of_money(space, kept, "net")
        return found.rows, found.total


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Shop:
    return Shop(sqlite_url, tmp_path)


def test_a_file_is_imported_and_its_refused_records_are_named(shop: Shop) -> None:
    told = shop.json(shop.file(ORDERS, "gb18030"), "--object", "order")
    assert told["columns"] == {
        "订单号": "external_id",
        "会员": "member.external_id",
        "支付时间": "paid_at",
        "实付金额": "amount",
    }
    assert told["left_out"] == ["天气"]
    assert (told["rows"], told["kept"], told["refused"]) == (2, 1, 1)
    assert "soon" in Path(told["refused_file"]).read_text(encoding="utf-8-sig")


def test_what_happened_is_said_in_the_language_that_is_asked_for(shop: Shop) -> None:
    done = shop.run(shop.file(ORDERS), "--object", "order")
    assert "2 records: 1 kept, 0 known, 1 refused" in done.stdout
    assert "天气" in done.stderr
    shop.environment["RUNGS_LANGUAGE"] = "zh"
    assert "已导入完毕" in shop.run(shop.file(ORDERS), "--object", "order").stdout


def test_a_preview_shows_values_and_problems_and_keeps_nothing(shop: Shop) -> None:
    told = shop.json(shop.file(ORDERS), "--object", "order", "--preview", "5")
    first, second = told["rows"]
    assert first["status"] == "created"
    assert first["values"]["paid_at"] == "2026-02-01T02:00:00Z"
    assert first["values"]["amount"] == 60
    assert second["status"] == "refused"
    assert second["problems"][0]["path"] == "/paid_at"
    assert (
        "[Paid at] “soon”" in shop.run(shop.file(ORDERS), "--object", "order", "--preview").stdout
    )
    assert shop.sales() == (0, 0)


@pytest.mark.parametrize("chosen", ["no", "once", "each"])
def test_what_becomes_of_automations_is_said_before_and_after(shop: Shop, chosen: str) -> None:
    arguments = (shop.file(ORDERS), "--object", "order", "--automations", chosen)
    said = f"utomations are{' not' if chosen == 'no' else ''} set in motion"
    assert said in shop.run(*arguments, "--preview").stderr
    done = shop.run(*arguments)
    assert said in done.stderr
    assert said in done.stdout


def test_left_open_an_import_sets_no_automation_in_motion(shop: Shop) -> None:
    arguments = (shop.file(ORDERS), "--object", "order")
    assert shop.json(*arguments, "--preview", "5")["automations"] == "no"
    assert shop.json(*arguments)["automations"] == "no"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--object", "ordre"), "no object called 'ordre'"),
        (("--object", "order", "--map", "天气=shop"), "no field 'shop'"),
        (("--object", "order", "--map", "天气"), "written column=field"),
        (("--object", "order", "--map", "会员=-"), "No column was found for member"),
        (("--object", "order", "--key", "store"), "not unique"),
        (("--object", "order", "--program", "shop"), "no program 'shop'"),
    ],
)
def test_a_command_that_cannot_be_followed_is_refused_in_words(
    shop: Shop, arguments: tuple[str, ...], says: str
) -> None:
    done = shop.run(shop.file(ORDERS), *arguments, expect=1)
    assert says in done.stderr
    assert "Traceback" not in done.output
    assert shop.sales() == (0, 0)


def test_a_file_that_is_not_there_is_named(shop: Shop) -> None:
    assert "nowhere.csv" in shop.run("nowhere.csv", "--object", "order", expect=1).stderr


def test_an_import_whose_process_is_killed_goes_on_where_it_stopped(shop: Shop) -> None:
    rows = 3_000
    lines = "".join(f"{'ab'[n % 2]},2026-02-{1 + n % 28:02},1.50\n" for n in range(rows))
    arguments = [shop.file("member,paid_at,amount\n" + lines), "--object", "order"]
    command = [sys.executable, "-c", STOPS_AT_EACH_BATCH, "import", *arguments]
    environment = {**os.environ, **shop.environment, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        assert any("orders: " in line for line in process.stderr)
        process.kill()
    assert shop.sales()[0] == imports.BATCH
    told = shop.json(*arguments)
    assert told["taken_up_at"] == imports.BATCH
    assert told["rows"] == told["kept"] == rows
    assert shop.sales() == (rows, rows * 150)
