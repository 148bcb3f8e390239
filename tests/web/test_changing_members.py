"""Members changed one by one and many at once, and taken out of the house as files."""

import csv
import io
import json
from typing import Any

from openpyxl import load_workbook

from app.access import Role
from app.clock import to_instant
from app.runtime import bulk
from app.runtime.intake import Entry
from app.storage import audit, bulk_jobs
from tests.web.houses import House, Visitor, enrol
from tests.web.listings import found, furnished


def audited(house: House) -> list[dict[str, Any]]:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return audit.entries(space, limit=5)


def test_chosen_members_get_a_value_and_lose_it_again(house: House) -> None:
    members = furnished(house)
    visitor = house.signed_in()
    chosen = {"member": [str(members["idle"]), str(members["new"])]}
    asked = visitor.get(
        f"{house.at}/members/changes/new", query_string={**chosen, "change": "level"}
    ).text
    assert "批量修改 2 位会员" in asked
    sent = {**chosen, "change": "level", "action": "set", "value": "care", "count": "2"}
    done = visitor.post(f"{house.at}/members/changes", sent)
    result = visitor.read(done.headers["Location"])
    assert "已完成" in result
    assert "把“关怀”设为“重点”" in result
    care = json.dumps({"==": [{"var": "level"}, "care"]})
    assert found(visitor, condition=care) == ["闲闲", "王建国"]
    undone = visitor.post(f"{done.headers['Location']}/undo")
    assert "已完成" in visitor.read(undone.headers["Location"])
    assert found(visitor, condition=care) == []
    assert "这次修改已被撤销" in visitor.read(done.headers["Location"])


def test_everybody_who_matches_is_changed_and_the_number_is_confirmed(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    whom = {"segment": "buyers", "everybody": "y", "change": "likes", "action": "add"}
    late = visitor.post(f"{house.at}/members/changes", {**whom, "value": "tea", "count": "3"})
    assert late.status_code == 422
    assert "现在符合的是 2 位" in late.text
    done = visitor.post(f"{house.at}/members/changes", {**whom, "value": "tea", "count": "2"})
    assert done.status_code == 302
    tea = json.dumps({"any_of": [{"var": "likes"}, ["tea"]]})
    assert found(visitor, condition=tea) == ["林婉清", "王建国"]


def test_a_wrong_value_is_told_beside_it_and_nothing_begins(house: House) -> None:
    members = furnished(house)
    sent = {"member": str(members["new"]), "change": "visits", "count": "1", "action": "set"}
    answer = house.signed_in().post(f"{house.at}/members/changes", {**sent, "value": "many"})
    assert answer.status_code == 422
    assert "many" in answer.text
    assert 'value="many"' in answer.text


def test_more_than_a_thousand_are_queued_and_the_worker_does_them(house: House) -> None:
    furnished(house)
    for n in range(0, 1_000, 250):
        house.mine.send(*(_somebody(n + i, house) for i in range(250)))
    visitor = house.signed_in()
    sent = {"everybody": "y", "change": "visits", "action": "set", "value": "9", "count": "1004"}
    done = visitor.post(f"{house.at}/members/changes", sent)
    assert "正在修改" in visitor.read(done.headers["Location"])
    assert bulk.carry_on(house.spaces.engine, house.now) == 1
    result = visitor.read(done.headers["Location"])
    assert "已完成" in result
    assert "1,004" in result


def _somebody(n: int, house: House) -> Entry:
    values = {"external_id": f"x{n}", "joined_at": house.now.isoformat()}
    return Entry(object="member", values=values)


def test_who_may_only_read_changes_no_member(house: House) -> None:
    members = furnished(house)
    for role in (Role.ANALYST, Role.AUDITOR, Role.CLERK):
        visitor = house.signed_in(role)
        for path in ("changes", "move", f"{members['new']}/edit"):
            assert visitor.post(f"{house.at}/members/{path}", {}).status_code == 403


def csv_of(visitor: Visitor, **question: str) -> list[list[str]]:
    answer = visitor.post(f"{visitor.house.at}/members/export", {**question, "format": "csv"})
    assert answer.status_code == 200, answer.text
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_what_the_view_shows_is_exported_and_written_down(house: House) -> None:
    furnished(house)
    visitor = house.signed_in()
    rows = csv_of(visitor, columns="tier:main,visits,phone,note", sort="-visits")
    assert rows[0] == ["会员", "编号", "等级", "到店", "手机号", "备注"]
    assert rows[1] == ["'=1+1", "M000004", "普通会员", "7", "", "'@SUM(A1)"]
    assert len(rows) == 5
    entry = audited(house)[0]
    assert (entry["action"], entry["detail"]["format"]) == ("members.exported", "csv")


def test_an_analyst_exports_without_personal_data_and_a_clerk_nothing(house: House) -> None:
    furnished(house)
    rows = csv_of(house.signed_in(Role.ANALYST), columns="name,phone,visits")
    assert "林婉清" not in str(rows)
    assert "13800138000" not in str(rows)
    clerk = house.signed_in(Role.CLERK)
    assert clerk.post(f"{house.at}/members/export", {}).status_code == 403


def test_a_workbook_has_numbers_as_numbers_and_no_formula(house: House) -> None:
    furnished(house)
    sent = {"format": "xlsx", "columns": "visits,joined_at,note", "sort": "-visits"}
    answer = house.signed_in().post(f"{house.at}/members/export", sent)
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][0] == "'=1+1"
    assert rows[1][2] == 7
    assert str(rows[1][3])[:10] == "2026-03-01"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def edited(visitor: Visitor, member: int, was: dict[str, str], now: dict[str, str]) -> Any:
    sent = {f"was.{key}": value for key, value in was.items()} | was | now
    return visitor.post(f"{visitor.house.at}/members/{member}/edit", sent)


def test_one_member_is_edited_and_only_what_changed_is_kept(house: House) -> None:
    members = furnished(house)
    visitor = house.signed_in()
    page = visitor.read(f"{house.at}/members/{members['new']}/edit")
    assert "王建国" in page
    was = {"name": "王建国", "visits": "", "level": ""}
    answer = edited(visitor, members["new"], was, {"visits": "3", "level": "care"})
    assert answer.status_code == 302
    assert "重点" in visitor.read(answer.headers["Location"])


def test_what_will_not_do_is_told_beside_its_field_and_nothing_is_lost(house: House) -> None:
    members = furnished(house)
    was = {"name": "王建国", "visits": "", "note": ""}
    wrong = {"visits": "three", "note": "很长的备注"}
    answer = edited(house.signed_in(), members["new"], was, wrong)
    assert answer.status_code == 422
    assert "three" in answer.text
    assert "很长的备注" in answer.text


def test_two_who_edit_the_same_field_never_overwrite_each_other_unasked(house: House) -> None:
    members = furnished(house)
    visitor = house.signed_in()
    was = {"name": "王建国", "visits": ""}
    assert edited(visitor, members["new"], was, {"visits": "3"}).status_code == 302
    other = edited(visitor, members["new"], was, {"name": "王大国"})
    assert other.status_code == 302
    late = edited(visitor, members["new"], was, {"visits": "5"})
    assert late.status_code == 409
    assert "刚被改为“3”" in late.text
    again = edited(visitor, members["new"], {"visits": "3"}, {"visits": "5"})
    assert again.status_code == 302
    visits = json.dumps({"==": [{"var": "visits"}, 5]})
    assert found(visitor, condition=visits) == ["王大国"]


def test_a_change_of_another_programme_is_not_found(house: House) -> None:
    members = furnished(house)
    visitor = house.signed_in()
    sent = {"member": str(members["new"]), "change": "level", "value": "care"}
    visitor.post(f"{house.at}/members/move", sent)
    with house.spaces.reading(house.mine.workspace_id) as space:
        (job,) = bulk_jobs.recent(space, house.mine.program_id, limit=5)
    assert job.started_at == to_instant(house.now)
    theirs = house.signed_in(team="theirs")
    path = f"/programs/{house.theirs.program_id}/members/changes/{job.id}"
    assert theirs.get(path).status_code == 404
    assert enrol(house.theirs, "y") > 0
