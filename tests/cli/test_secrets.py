"""`rungs secrets renew` says what it did, and whether the old keys are needed still."""

import json
from pathlib import Path

from click.testing import CliRunner

from app.cli import main
from app.clock import to_instant
from app.runtime import channel_accounts
from app.runtime.channel_accounts import Entered
from app.sealing import Seals
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document

SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ="
OLD, NEW = (
    "an-old-key-of-forty-characters-or-more-0123",
    "a-new-key-of-forty-characters-or-more-9876",
)


def test_the_command_says_what_is_left_and_renews_it(database_url: str, tmp_path: Path) -> None:
    spaces = Spaces.at(database_url)
    club = Club(spaces, document(("basic", None)))
    with spaces.writing(club.workspace_id) as space:
        channel_accounts.add(
            space,
            club.program_id,
            "webhook",
            Entered(name="x", settings={"url": "https://club.example/", "secret": SECRET}),
            Seals((OLD,)),
            now=to_instant(club.now),
            by="ann",
        )
    spaces.engine.dispose()

    def run(*arguments: str, keys: str = f"{NEW},{OLD}") -> tuple[int, str]:
        environment = {
            "RUNGS_DATABASE_URL": database_url,
            "RUNGS_DATA_DIR": str(tmp_path),
            "RUNGS_SECRET_KEYS": keys,
        }
        done = CliRunner().invoke(main, ["secrets", "renew", *arguments], env=environment)
        return done.exit_code, done.output

    code, told = run("--check", "--json")
    assert (code, json.loads(told)) == (1, {"renewed": 0, "left": 1, "fresh": 0, "locked": []})
    code, told = run(keys=NEW)
    assert code == 1
    assert SECRET not in told
    code, told = run()
    assert code == 0
    assert "没有什么再需要旧的密钥" in told or "Nothing needs an older key" in told
    assert run("--check", keys=NEW)[0] == 0
