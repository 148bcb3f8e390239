"""Channels of providers, each against a stand-in that checks what its documentation says."""

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from app.outbound import Door
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.channels.base import Failed, Outcome, Sent, Unknown
from tests.outbound.standing_in import Asked, Says, raw
from tests.runtime.deliveries import NOW, Kept, account, delivery, provider, sent_by

SECONDS = NOW // 1_000_000
PHONE = "+8613800138000"


def says(**answer: Any) -> Says:
    return Says(body=json.dumps(answer).encode())


def failed(outcome: Outcome) -> Failed:
    assert isinstance(outcome, Failed), outcome
    return outcome


def test_every_kind_has_a_file_of_its_name_and_says_what_it_is() -> None:
    for kind in CHANNEL_KINDS:
        assert type(kind).__module__ == f"app.runtime.channels.{kind.key}"
        for words in (kind.label, kind.about, *(each.label for each in kind.settings)):
            assert words.zh
            assert words.en
        keys = [each.key for each in kind.settings]
        assert len(set(keys)) == len(keys)
        assert "per_minute" in keys
        assert kind.personal == ("field" in keys)


class TestAliyun:
    """https://help.aliyun.com/document_detail/101414.html, signature of RPC calls."""

    secret = "testsecret"

    def answer(self, asked: Asked) -> Says:
        form = dict(parse_qsl(asked.body.decode(), keep_blank_values=True))
        signature = form.pop("Signature")
        canonical = "&".join(
            f"{quote(k, safe='~')}={quote(form[k], safe='~')}" for k in sorted(form)
        )
        text = f"POST&%2F&{quote(canonical, safe='~')}"
        known = hmac.new(f"{self.secret}&".encode(), text.encode(), hashlib.sha1).digest()
        if signature != base64.b64encode(known).decode():
            return Says(status=400, body=b'{"Code":"SignatureDoesNotMatch","Message":"no"}')
        if form["PhoneNumbers"] == "13900139000":
            return says(Code="isv.BUSINESS_LIMIT_CONTROL", Message="limit")
        if not form["PhoneNumbers"].isdigit():
            return says(Code="isv.MOBILE_NUMBER_ILLEGAL", Message="wrong number")
        self.form = form
        return says(Code="OK", Message="OK", BizId="1", RequestId="2")

    def send(self, to: str = PHONE, secret: str = secret, **more: Any) -> Outcome:
        with provider(self.answer) as server:
            held = account(
                access_key="id",
                secret=secret,
                sign_name="登阶",
                template="SMS_1",
                templates="welcome=SMS_2",
                parameters="title={title}\nwhat={text}",
                host=server.url,
            )
            return sent_by("sms_aliyun", server, delivery(to, **more), held)

    def test_a_message_is_signed_and_filled_in(self) -> None:
        assert self.send() == Sent()
        assert self.form["PhoneNumbers"] == "13800138000"
        assert self.form["TemplateCode"] == "SMS_1"
        assert json.loads(self.form["TemplateParam"])["title"] == "距离金卡只差 100 元"
        assert self.form["Timestamp"] == "2026-03-01T04:00:00Z"

    def test_a_message_template_has_its_own_template_there(self) -> None:
        assert self.send(template="welcome") == Sent()
        assert self.form["TemplateCode"] == "SMS_2"

    def test_a_wrong_secret_is_the_accounts_fault_and_is_tried_again(self) -> None:
        found = failed(self.send(secret="another"))
        assert (found.again, found.endpoint) == (True, True)

    def test_a_wrong_number_is_this_messages_fault_and_is_not(self) -> None:
        found = failed(self.send("+86abc"))
        assert (found.again, found.endpoint) == (False, False)

    def test_too_many_for_one_number_come_later(self) -> None:
        found = failed(self.send("+8613900139000"))
        assert (found.again, found.endpoint, found.after) == (True, False, 60)


class TestTencent:
    """https://cloud.tencent.com/document/product/382/55981, TC3-HMAC-SHA256."""

    key = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"

    def answer(self, asked: Asked) -> Says:
        moment = int(asked.headers["x-tc-timestamp"])
        day = "2026-03-01"
        canonical = (
            "POST\n/\n\n"
            f"content-type:{asked.headers['content-type']}\nhost:{asked.headers['host']}\n\n"
            f"content-type;host\n{hashlib.sha256(asked.body).hexdigest()}"
        )
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        text = f"TC3-HMAC-SHA256\n{moment}\n{day}/sms/tc3_request\n{hashed}"
        key = f"TC3{self.key}".encode()
        for part in (day, "sms", "tc3_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        known = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        expected = (
            f"TC3-HMAC-SHA256 Credential=id/{day}/sms/tc3_request, "
            f"SignedHeaders=content-type;host, Signature={known}"
        )
        if asked.headers["authorization"] != expected:
            error = {"Code": "AuthFailure.SignatureFailure", "Message": "no"}
            return says(Response={"Error": error, "RequestId": "1"})
        self.asked = asked
        body = json.loads(asked.body)
        code = (
            "Ok" if body["PhoneNumberSet"] == [PHONE] else "FailedOperation.PhoneNumberInBlacklist"
        )
        status = {"Code": code, "Message": "said", "PhoneNumber": body["PhoneNumberSet"][0]}
        return says(Response={"SendStatusSet": [status], "RequestId": "1"})

    def send(self, to: str = PHONE, secret: str = key) -> Outcome:
        with provider(self.answer) as server:
            held = account(
                secret_id="id",
                secret=secret,
                app_id="1400006666",
                sign_name="登阶",
                template="1110",
                parameters="{title}|{text}",
                host=server.url,
            )
            return sent_by("sms_tencent", server, delivery(to), held)

    def test_a_message_is_signed_and_filled_in(self) -> None:
        assert self.send() == Sent()
        body = json.loads(self.asked.body)
        assert body["SmsSdkAppId"] == "1400006666"
        assert body["TemplateParamSet"][0] == "距离金卡只差 100 元"
        assert self.asked.headers["x-tc-action"] == "SendSms"
        assert self.asked.headers["x-tc-version"] == "2021-01-11"

    def test_a_wrong_secret_is_the_accounts_fault(self) -> None:
        found = failed(self.send(secret="another"))
        assert (found.again, found.endpoint) == (True, True)
        assert "AuthFailure.SignatureFailure" in found.why.en

    def test_a_number_that_may_not_be_written_to_is_given_up(self) -> None:
        found = failed(self.send("+8613900139000"))
        assert (found.again, found.endpoint) == (False, False)


class TestWeChat:
    """Template and subscribe messages; access that ends is asked for anew, once."""

    @pytest.fixture(autouse=True)
    def _begin(self) -> None:
        self.valid = "first"
        self.sent: list[tuple[str, Any]] = []

    def answer(self, asked: Asked) -> Says:
        parts = urlsplit(asked.path)
        body = json.loads(asked.body)
        if parts.path == "/cgi-bin/stable_token":
            if body["secret"] != "right":
                return says(errcode=40125, errmsg="invalid appsecret")
            return says(access_token=self.valid, expires_in=7200)
        if dict(parse_qsl(parts.query)) != {"access_token": self.valid}:
            return says(errcode=42001, errmsg="access_token expired")
        self.sent.append((parts.path, body))
        if body["touser"] == "stranger":
            return says(errcode=43101, errmsg="user refuse to accept the msg")
        if body["touser"] == "busy":
            return says(errcode=45009, errmsg="reach max api daily quota limit")
        return says(errcode=0, errmsg="ok")

    def send(
        self, kind: str, to: str = "openid", kept: Kept | None = None, **settings: Any
    ) -> Outcome:
        with provider(self.answer) as server:
            usual = {
                "app_id": "wx1",
                "secret": "right",
                "template": "T1",
                "data": "thing1={title}\ntime2=现在",
                "host": server.url,
            }
            held = account(kept or Kept(), **(usual | settings))
            return sent_by(kind, server, delivery(to), held)

    def test_a_template_message_is_filled_in_and_has_a_key(self) -> None:
        assert self.send("wechat", url="https://club.example/") == Sent()
        ((path, body),) = self.sent
        assert path == "/cgi-bin/message/template/send"
        assert body["data"]["thing1"] == {"value": "距离金卡只差 100 元"}
        assert len(body["client_msg_id"]) == 32
        assert body["url"] == "https://club.example/"

    def test_a_subscribe_message_names_page_and_state(self) -> None:
        assert self.send("wechat_mini", page="pages/index/index") == Sent()
        ((path, body),) = self.sent
        assert path == "/cgi-bin/message/subscribe/send"
        assert (body["page"], body["miniprogram_state"], body["lang"]) == (
            "pages/index/index",
            "formal",
            "zh_CN",
        )

    def test_access_is_kept_and_asked_for_anew_when_it_has_ended(self) -> None:
        kept = Kept()
        assert self.send("wechat", kept=kept) == Sent()
        assert self.send("wechat", kept=kept) == Sent()
        assert kept.fetched == 1
        self.valid = "second"
        assert self.send("wechat", kept=kept) == Sent()
        assert kept.fetched == 2

    def test_who_did_not_subscribe_is_not_written_to_again(self) -> None:
        found = failed(self.send("wechat_mini", "stranger"))
        assert (found.again, found.endpoint) == (False, False)

    def test_too_many_come_later(self) -> None:
        found = failed(self.send("wechat", "busy"))
        assert (found.again, found.endpoint, found.after) == (True, False, 60)

    def test_a_wrong_secret_is_the_accounts_fault(self) -> None:
        found = failed(self.send("wechat", secret="wrong"))
        assert (found.again, found.endpoint) == (True, True)
        assert "40125" in found.why.en


def robot(kind: str, answer: Callable[[Asked], Says], **settings: Any) -> Outcome:
    with provider(answer) as server:
        held = account(url=f"{server.url}/send?key=k", **settings)
        return sent_by(kind, server, delivery(), held)


def test_a_robot_of_wecom_is_told_a_text() -> None:
    told: list[Any] = []

    def answer(asked: Asked) -> Says:
        told.append((asked.path, json.loads(asked.body)))
        return says(errcode=0, errmsg="ok")

    assert robot("wecom", answer) == Sent()
    ((path, body),) = told
    assert path == "/send?key=k"
    assert body["text"]["content"].startswith("距离金卡只差 100 元\n")


def test_a_robot_of_dingtalk_is_signed_to() -> None:
    def answer(asked: Asked) -> Says:
        query = dict(parse_qsl(urlsplit(asked.path).query))
        text = f"{query['timestamp']}\nSEC1"
        known = base64.b64encode(hmac.new(b"SEC1", text.encode(), hashlib.sha256).digest())
        right = query["sign"] == known.decode() and query["timestamp"] == str(NOW // 1000)
        return says(errcode=0 if right else 310000, errmsg="sign not match")

    assert robot("dingtalk", answer, secret="SEC1") == Sent()
    assert failed(robot("dingtalk", answer, secret="SEC2")).endpoint


def test_a_robot_of_feishu_is_signed_to() -> None:
    def answer(asked: Asked) -> Says:
        body = json.loads(asked.body)
        key = f"{body['timestamp']}\nS1".encode()
        known = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
        right = body["sign"] == known and body["timestamp"] == str(SECONDS)
        return says(code=0 if right else 19021, msg="sign match fail")

    assert robot("feishu", answer, secret="S1") == Sent()
    assert failed(robot("feishu", answer, secret="S2")).endpoint


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}),
        ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}),
        ("feishu", {"code": 11232, "msg": "frequency limited"}),
    ],
)
def test_a_robot_that_is_told_too_much_is_told_later(kind: str, answer: dict[str, Any]) -> None:
    found = failed(robot(kind, lambda _: says(**answer)))
    assert (found.again, found.endpoint, found.after) == (True, False, 60)


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_what_a_robot_answers_may_be_nonsense(kind: str) -> None:
    assert failed(robot(kind, lambda _: Says(body=b"<html>"))).again


def test_jpush_finds_a_device_by_its_alias() -> None:
    told: list[Any] = []

    def answer(asked: Asked) -> Says:
        known = base64.b64encode(b"key:word").decode()
        if asked.headers["authorization"] != f"Basic {known}":
            return Says(status=401, body=b'{"error":{"code":1004,"message":"no"}}')
        body = json.loads(asked.body)
        if body["audience"] == {"alias": ["gone"]}:
            return Says(status=400, body=b'{"error":{"code":1011,"message":"cannot find user"}}')
        told.append((asked.path, body))
        return says(sendno="0", msg_id="1")

    def send(to: str, secret: str = "word") -> Outcome:
        with provider(answer) as server:
            held = account(app_key="key", secret=secret, host=server.url)
            return sent_by("push_jpush", server, delivery(to), held)

    assert send("42") == Sent()
    assert told[0][0] == "/v3/push"
    assert told[0][1]["notification"]["ios"]["alert"]["title"] == "距离金卡只差 100 元"
    assert not failed(send("gone")).again
    assert failed(send("42", "wrong")).endpoint


@pytest.mark.parametrize("kind", ["sms_http", "push_http"])
def test_any_provider_is_asked_as_the_account_says(kind: str) -> None:
    told: list[Asked] = []

    def answer(asked: Asked) -> Says:
        told.append(asked)
        return Says(body=b'{ "code" : 0 }')

    with provider(answer) as server:
        held = account(
            url=f"{server.url}/send",
            header="Bearer word",
            headers="X-App=club",
            body='{"who": "{to}", "what": "{text}"}',
            succeeded='"code":0',
        )
        said = delivery(PHONE, text='"引号" {to}\n换行')
        assert sent_by(kind, server, said, held) == Sent()
        wanting = account(url=server.url, succeeded='"code":1')
        assert failed(sent_by(kind, server, delivery(PHONE), wanting)).again
    first = told[0]
    assert json.loads(first.body) == {"who": PHONE, "what": '"引号" {to}\n换行'}
    assert first.headers["authorization"] == "Bearer word"
    assert first.headers["x-app"] == "club"
    assert first.headers["idempotency-key"] == "7:tell:1:42"


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("sms_aliyun", {"access_key": "id", "sign_name": "s", "template": "t"}),
        ("sms_tencent", {"secret_id": "i", "app_id": "1", "sign_name": "s", "template": "t"}),
        ("push_jpush", {"app_key": "k"}),
    ],
)
def test_no_answer_leaves_open_whether_it_was_sent(kind: str, settings: dict[str, Any]) -> None:
    """These providers know no keys: a second request is a second message."""

    def silent(link: socket.socket, _: threading.Event) -> None:
        link.recv(65536)

    with raw(silent) as port:
        door = Door(allow=frozenset({"127.0.0.1"}))
        held = account(secret="x", host=f"http://127.0.0.1:{port}", **settings)
        outcome = CHANNEL_KINDS[kind].send(delivery(PHONE), held, door)
    assert isinstance(outcome, Unknown)


def _with_status(status: int, _: Asked) -> Says:
    return Says(status=status)


def test_a_webhook_that_is_gone_is_given_up_and_others_are_tried_again() -> None:
    for status, again in ((410, False), (404, True), (401, True), (500, True), (302, True)):
        with provider(partial(_with_status, status)) as server:
            held = account(url=server.url, secret="whsec_b2xk")
            assert failed(sent_by("webhook", server, delivery(), held)).again is again
