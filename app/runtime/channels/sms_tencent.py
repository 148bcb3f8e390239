"""Text messages by Tencent Cloud (腾讯云短信)."""

import hashlib
import hmac
from typing import Any
from urllib.parse import urlsplit

import orjson

from app.clock import from_instant
from app.outbound import Answer, Door
from app.runtime.channel_settings import Ask, Setting, member_field, per_minute
from app.runtime.channels.base import (
    Account,
    ChannelKind,
    Delivery,
    Outcome,
    Sent,
    filled,
    provider_template,
    value_of,
)
from app.runtime.provider_calls import AGAIN_IN, TEMPLATES, asked, read_json, refused
from app.words import Words

HOST = "https://sms.tencentcloudapi.com"
TYPE = "application/json; charset=utf-8"
NOT_THIS_MEMBER = (
    "InvalidParameterValue.IncorrectPhoneNumber",
    "FailedOperation.PhoneNumberInBlacklist",
    "InvalidParameterValue.TemplateParameterFormatError",
    "InvalidParameterValue.TemplateParameterLengthLimit",
    "UnsupportedOperation.UnsupportedRegion",
)
TOO_OFTEN = ("LimitExceeded", "RequestLimitExceeded")


class TencentSms(ChannelKind):
    key = "sms_tencent"
    label = Words("腾讯云短信", "SMS by Tencent Cloud")
    about = Words(
        "需要已审核的签名和模板。", "It needs a signature and a template that were approved."
    )
    channel = "sms"
    settings = (
        Setting(key="secret_id", label=Words("SecretId", "SecretId"), required=True),
        Setting(key="secret", label=Words("SecretKey", "SecretKey"), ask=Ask.SECRET, required=True),
        Setting(key="app_id", label=Words("短信应用 SdkAppId", "SdkAppId"), required=True),
        Setting(key="sign_name", label=Words("短信签名", "Signature"), required=True),
        Setting(key="template", label=Words("模板编号", "Template id"), required=True),
        TEMPLATES,
        Setting(
            key="parameters",
            label=Words("模板变量", "Values of the template"),
            help=Words(
                "按顺序，用 | 隔开；可以写 {title} 和 {text}。",
                "In their order, with | between them; {title} and {text} are put in.",
            ),
            default="{text}",
        ),
        Setting(key="region", label=Words("地域", "Region"), default="ap-guangzhou"),
        member_field(Words("会员的手机号字段", "Member's field with the number"), "phone"),
        Setting(key="host", label=Words("接口地址", "Address of the API"), default=HOST),
        per_minute(600),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        parameters = str(value_of(self, account, "parameters")).split("|")
        body = orjson.dumps(
            {
                "PhoneNumberSet": [delivery.to],
                "SmsSdkAppId": str(value_of(self, account, "app_id")),
                "SignName": str(value_of(self, account, "sign_name")),
                "TemplateId": provider_template(self, delivery, account),
                "TemplateParamSet": [filled(each.strip(), delivery) for each in parameters],
                "SessionContext": delivery.idem,
            }
        )
        url = str(value_of(self, account, "host")).rstrip("/") + "/"
        seconds = delivery.now // 1_000_000
        headers = {
            "Content-Type": TYPE,
            "X-TC-Action": "SendSms",
            "X-TC-Version": "2021-01-11",
            "X-TC-Region": str(value_of(self, account, "region")),
            "X-TC-Timestamp": str(seconds),
            "Authorization": authorization(
                body,
                host=urlsplit(url).netloc,
                seconds=seconds,
                secret_id=str(value_of(self, account, "secret_id")),
                secret=str(value_of(self, account, "secret")),
            ),
        }
        answer = asked(door, url, body=body, headers=headers, repeatable=False)
        if not isinstance(answer, Answer):
            return answer
        found = read_json(answer)
        return _judged(found) if isinstance(found, dict) else found


def authorization(body: bytes, *, host: str, seconds: int, secret_id: str, secret: str) -> str:
    """Sign a request by TC3-HMAC-SHA256, as the provider documents it."""
    request = (
        f"POST\n/\n\ncontent-type:{TYPE}\nhost:{host}\n\ncontent-type;host\n"
        f"{hashlib.sha256(body).hexdigest()}"
    )
    day = from_instant(seconds * 1_000_000).strftime("%Y-%m-%d")
    scope = f"{day}/sms/tc3_request"
    hashed = hashlib.sha256(request.encode()).hexdigest()
    signed = f"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{hashed}"
    key = f"TC3{secret}".encode()
    for part in (day, "sms", "tc3_request"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    signature = hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()
    return (
        f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders=content-type;host, "
        f"Signature={signature}"
    )


def _judged(found: dict[str, Any]) -> Outcome:
    """Read the one status of our one number, or why the whole request was refused."""
    response = found.get("Response") or {}
    error = response.get("Error")
    status = error or (response.get("SendStatusSet") or [{}])[0]
    code, said = str(status.get("Code", "")), status.get("Message", "")
    if not error and code == "Ok":
        return Sent()
    if code.startswith(TOO_OFTEN):
        return refused(code, said, after=AGAIN_IN, endpoint=False)
    mistaken = code in NOT_THIS_MEMBER
    return refused(code, said, again=not mistaken, endpoint=not mistaken)
