"""A programme goes over as a file: the same bytes each time, nothing lost, no secret told."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from app.builder import drafts, gallery, starting
from app.builder.exchange import as_bytes, as_exported, as_imported, secrets_in
from app.builder.findings import findings_in
from app.clock import to_instant
from app.program.codec import load
from app.program.reader import Unreadable
from app.storage import programs
from app.storage.spaces import Spaces
from app.words import Words
from tests.runtime.clubs import NOON

every_programme = pytest.mark.parametrize("key", gallery.keys())
KEPT = {"zh": "password 与 token", "en": "password and token"}


@pytest.fixture
def workspace(spaces: Spaces) -> int:
    with spaces.installation() as connection:
        new_id = spaces.ids.one(connection)
        return programs.create_workspace(
            connection, new_id, key="team", label="team", at=to_instant(NOON)
        )


@every_programme
def test_what_is_imported_and_exported_again_is_the_same_file(
    key: str, spaces: Spaces, workspace: int
) -> None:
    first = as_bytes({**gallery.get(key).document, "examples": gallery.get(key).examples})
    with spaces.writing(workspace) as space:
        made = starting.start(space, orjson.loads(first), now=NOON, by=None)
        again = as_bytes(drafts.get(space, made.program_id).content)
    assert again == first
    assert b'"examples"' in again


def test_two_writings_of_one_programme_are_one_file() -> None:
    document = dict(gallery.get("fitness").document)
    turned = dict(reversed(document.items()))
    turned["settings"] = dict(reversed(document["settings"].items()))
    assert as_bytes(turned) == as_bytes(document)


def test_a_draft_that_cannot_be_read_is_exported_as_it_was_written() -> None:
    written = {"key": "A", "of_my_own": [1, {"x": None}]}
    assert as_exported(written) == written
    assert orjson.loads(as_bytes(written)) == written


def document_with_secrets() -> dict[str, Any]:
    return {
        "key": "shop",
        "label": KEPT,
        "forms": [{"access": {"password": True}}],
        "objects": [{"key": "password", "label": "secret"}],
        "channels": [{"key": "sms", "api_key": "k-1", "options": {"webhook_secret": "s-1"}}],
        "flows": [
            {"key": "hello", "enabled": True, "steps": [{"kind": "webhook", "token": "t-1"}]},
            {"key": "rest"},
        ],
    }


def test_a_secret_leaves_in_no_file() -> None:
    document = document_with_secrets()
    assert sorted(secrets_in(document)) == [
        "/channels/0/api_key",
        "/channels/0/options/webhook_secret",
        "/flows/0/steps/0/token",
    ]
    written = as_bytes(document)
    for each in (b"k-1", b"s-1", b"t-1"):
        assert each not in written
    kept = orjson.loads(written)
    assert kept["label"] == KEPT
    assert kept["forms"] == [{"access": {"password": True}}]
    assert kept["objects"] == document["objects"]


def test_automations_of_a_file_begin_disabled_and_without_its_secrets() -> None:
    document = document_with_secrets()
    imported = as_imported(document)
    assert [each["enabled"] for each in imported["flows"]] == [False, False]
    assert list(secrets_in(imported)) == []
    assert document == document_with_secrets()


@every_programme
def test_importing_changes_nothing_of_a_programme_without_secrets(key: str) -> None:
    document = gallery.get(key).document
    assert as_imported(document) == document


def test_what_nobody_knows_is_refused_with_every_place(spaces: Spaces, workspace: int) -> None:
    document = {**gallery.get("fitness").document, "colour": "red", "ladders": [{"tires": []}]}
    with spaces.writing(workspace) as space, pytest.raises(Unreadable) as refused:
        starting.start(space, document, now=NOON, by=None)
    places = {each.path for each in refused.value.findings}
    assert {"/colour", "/ladders/0/tires", "/ladders/0/key"} <= places
    with spaces.reading(workspace) as space:
        assert programs.programs(space) == []


def test_several_programmes_of_one_template_have_keys_of_their_own(
    spaces: Spaces, workspace: int
) -> None:
    with spaces.writing(workspace) as space:
        made = [starting.clone(space, "fitness", sample=False, now=NOON, by=None) for _ in range(3)]
        long = starting.start(
            space, {**gallery.get("fitness").document, "key": "a" * 60}, now=NOON, by=None
        )
        longer = starting.free_key(space, long.key)
    assert [each.key for each in made] == ["fitness", "fitness_2", "fitness_3"]
    assert longer == "a" * 58 + "_2"
    assert not any(each.sample for each in made)


def test_a_name_that_is_taken_gets_a_number() -> None:
    wanted = Words("健身会员", "Fitness")
    assert starting.free_label(wanted, frozenset()) == wanted
    taken = frozenset({"健身会员", "Fitness 2"})
    assert starting.free_label(wanted, taken) == Words("健身会员 3", "Fitness 3")


@pytest.mark.parametrize(
    ("label", "key"),
    [
        (Words("我的会员", "My members"), "my_members"),
        (Words("我的会员", "我的会员"), "program"),
        (Words("一", "2026 – club!"), "program"),
        (Words("长", "x" * 99), "x" * 60),
    ],
    ids=str,
)
def test_a_programme_from_nothing_is_sound(label: Words, key: str) -> None:
    document = starting.Blank(label=label, timezone="Asia/Shanghai", currency="CNY").document()
    assert load(document).key == key
    assert findings_in(load(document)) == ()


def test_with_sample_data_a_programme_is_live_as_of_a_year_ago(
    spaces: Spaces, workspace: int
) -> None:
    with spaces.writing(workspace) as space:
        made = starting.clone(space, "fitness", sample=False, now=NOON, by=None)
        assert programs.get_program(space, made.program_id).live_release_id is None
        with_data = starting.clone(space, "fitness", sample=True, now=NOON, by=None)
        first = programs.releases(space, with_data.program_id)[-1]
    assert first.published_at == to_instant(NOON - timedelta(days=365))
