"""Programmes begin in the gallery, from nothing or from a file, and leave as files."""

import io
import re

import orjson
import pytest
from werkzeug.test import TestResponse

from app.access import Can, Role
from app.builder import drafts, gallery
from app.builder.exchange import as_bytes
from app.clock import to_instant
from app.storage import accounts, programs, samples
from app.storage.heartbeat import beat
from tests.web.houses import CONTENT, House, Visitor

MADE = re.compile(r"/programs/(\d+)")
GALLERY = ("/gallery", "/gallery/fitness", "/gallery/new", "/gallery/import")


def begun(answer_location: str) -> int:
    found = MADE.search(answer_location)
    assert found is not None, answer_location
    return int(found[1])


def document_of(house: House, program_id: int) -> dict[str, object]:
    with house.spaces.reading(house.mine.workspace_id) as space:
        content: dict[str, object] = drafts.get(space, program_id).content
    return content


def send_file(visitor: Visitor, content: bytes) -> TestResponse:
    return visitor.post("/gallery/import", {"file": (io.BytesIO(content), "club.json")})


@pytest.mark.parametrize("role", Role)
def test_only_who_may_begin_programmes_reaches_the_gallery(house: House, role: Role) -> None:
    visitor = house.signed_in(role)
    expected = 200 if role.may(Can.CREATE_PROGRAMS) else 403
    assert {visitor.get(each).status_code for each in GALLERY} == {expected}
    sent = visitor.post("/gallery", {"template": "fitness"}).status_code
    assert sent == (302 if expected == 200 else 403)
    if expected == 403:
        assert "新建方案" not in visitor.get("/", follow_redirects=True).text


def test_who_looks_at_the_gallery_finds_the_way_back_to_each_programme(house: House) -> None:
    visitor = house.signed_in()
    for each in GALLERY:
        page = visitor.read(each)
        for place in ("side__links", "dock"):
            part = page.partition(f'class="{place}')[2].partition("</nav>")[0]
            assert f'href="{house.at}"' in part, (each, place)


def test_another_team_neither_sees_our_file_nor_our_sample_data(house: House) -> None:
    visitor = house.signed_in(team="theirs")
    for each in ("file", "file?release=1", "sample", "sample.json"):
        assert visitor.get(f"{house.at}/{each}").status_code == 404


def test_a_template_without_sample_data_becomes_a_draft_with_its_own_name(house: House) -> None:
    visitor = house.signed_in()
    first, second = (visitor.post("/gallery", {"template": "education"}) for _ in range(2))
    ids = [begun(each.headers["Location"]) for each in (first, second)]
    assert all(each.headers["Location"].endswith("/ladder") for each in (first, second))
    made = [document_of(house, each) for each in ids]
    assert [each["key"] for each in made] == ["education", "education_2"]
    labels = [each["label"] for each in made]
    assert labels[0] == {"zh": "教育学员", "en": "Education membership"}
    assert labels[1] == {"zh": "教育学员 2", "en": "Education membership 2"}
    with house.spaces.reading(house.mine.workspace_id) as space:
        assert programs.get_program(space, ids[0]).live_release_id is None


def test_a_template_is_used_under_a_name_of_ones_own(house: House) -> None:
    visitor = house.signed_in()
    answer = visitor.post("/gallery/fitness", {"zh": "", "en": "Star gym"})
    made = document_of(house, begun(answer.headers["Location"]))
    assert made["label"] == {"zh": "Star gym", "en": "Star gym"}
    nameless = visitor.post("/gallery/fitness", {"zh": " ", "en": ""})
    assert nameless.status_code == 422
    assert "请写名称" in nameless.text


def test_sample_data_wait_for_the_worker_and_say_whether_there_is_one(house: House) -> None:
    visitor = house.signed_in()
    answer = visitor.post("/gallery", {"template": "fitness", "sample": "y"})
    place = answer.headers["Location"]
    assert place.endswith("/sample")
    assert "正在放入示例数据" in visitor.read(place)
    waiting = orjson.loads(visitor.read(f"{place}.json"))
    assert (waiting["done"], waiting["finished"], waiting["worker"]) == (0, False, False)
    assert waiting["whole"] > 5_000
    assert "示例数据还在陆续放入" in visitor.read(place.removesuffix("/sample"))
    with house.spaces.installation() as connection:
        beat(connection, "worker", at=to_instant(house.now), detail={})
    assert orjson.loads(visitor.read(f"{place}.json"))["worker"]
    with house.spaces.writing(house.mine.workspace_id) as space:
        samples.finish(space, begun(place), at=to_instant(house.now))
    assert visitor.get(place).status_code == 302
    assert visitor.get(f"{house.at}/sample").status_code == 302
    assert orjson.loads(visitor.read(f"{house.at}/sample.json"))["finished"]


def test_a_file_goes_out_and_comes_in_as_the_same_document(house: House) -> None:
    visitor = house.signed_in()
    sent = visitor.get(f"{house.at}/file")
    assert sent.headers["Content-Disposition"] == "attachment; filename=shop.json"
    assert sent.data == as_bytes(CONTENT)
    assert visitor.get(f"{house.at}/file?release=1").data == sent.data
    assert visitor.get(f"{house.at}/file?release=7").status_code == 404
    assert visitor.get(f"{house.at}/file?release=x").status_code == 404
    answer = send_file(visitor, b"\xef\xbb\xbf" + sent.data)
    again = visitor.get(f"/programs/{begun(answer.headers['Location'])}/file")
    assert again.data == sent.data.replace(b'"key": "shop"', b'"key": "shop_2"', 1)


def test_a_file_that_will_not_do_comes_back_with_what_was_in_it(house: House) -> None:
    visitor = house.signed_in()
    wrong = b'{\n  "key": "club",\n  "ladders": [{"key": "main", "tires": []}]\n}'
    answer = send_file(visitor, wrong)
    assert answer.status_code == 422
    assert "/ladders/0/tires" in answer.text
    assert "第 3 行" in answer.text
    for each in (b"{", b'{"key": 1, "key": 2}', b"\xff\xfe", b"[" * 5_000, b"", b"[]"):
        assert send_file(visitor, each).status_code == 422, each
    with house.spaces.reading(house.mine.workspace_id) as space:
        assert len(programs.programs(space)) == 1


def test_secrets_of_a_file_are_named_and_left_out(house: House) -> None:
    visitor = house.signed_in()
    document = dict(gallery.get("fitness").document)
    club = dict(document["objects"][1])
    fields = [*club["fields"], {"key": "door", "kind": "text", "options": {"token": "t-1"}}]
    objects = [*document["objects"]]
    objects[1] = {**club, "fields": fields}
    answer = send_file(visitor, orjson.dumps({**document, "objects": objects}))
    made = document_of(house, begun(answer.headers["Location"]))
    assert "t-1" not in orjson.dumps(made).decode()
    assert "/objects/1/fields/3/options/token" in visitor.get("/", follow_redirects=True).text


def test_who_has_no_programme_yet_lands_in_the_gallery(house: House) -> None:
    with house.spaces.installation() as connection:
        fresh = programs.create_workspace(
            connection, house.spaces.ids.one(connection), key="fresh", label="新团队", at=0
        )
        user = accounts.add_user(
            connection, house.spaces.ids, email="new@fresh.example", name="新人", at=0
        )
        accounts.join(connection, user, fresh, Role.OPERATOR)
    visitor = house.visitor()
    visitor.post(house.link(user))
    assert visitor.get("/").headers["Location"] == "/gallery"
    assert "从一个成熟的方案开始" in visitor.read("/gallery")


def test_a_programme_from_nothing_is_a_draft_without_problems(house: House) -> None:
    visitor = house.signed_in()
    data = {"zh": "书友会", "en": "Book club", "timezone": "Europe/Berlin", "currency": "EUR"}
    made = document_of(house, begun(visitor.post("/gallery/new", data).headers["Location"]))
    assert made["key"] == "book_club"
    assert made["settings"] == {"timezone": "Europe/Berlin", "currency": "EUR"}
    wrong = visitor.post("/gallery/new", {**data, "timezone": "Mars/Olympus"})
    assert wrong.status_code == 422
    assert "书友会" in wrong.text


@pytest.mark.parametrize("key", gallery.keys())
def test_a_template_says_which_automations_it_brings_in_both_languages(
    house: House, key: str
) -> None:
    visitor = house.signed_in()
    flows = gallery.get(key).document["flows"]
    for language, count in (("zh", f"{len(flows)} 个自动化"), ("en", f"{len(flows)} automations")):
        visitor.post("/preferences", {"language": language})
        read = visitor.read(f"/gallery/{key}")
        assert count in read
        assert count in visitor.read("/gallery")
        for each in flows:
            assert f"<h3>{each['label'][language]}</h3>" in read
            assert all(
                f"<li>{step['label'][language]}</li>" in read
                for step in each["steps"]
                if step["kind"] != "goal"
            )


def test_a_template_that_is_not_there_is_not_found(house: House) -> None:
    visitor = house.signed_in()
    assert visitor.get("/gallery/nothing").status_code == 404
    assert visitor.post("/gallery", {"template": "nothing"}).status_code == 404
