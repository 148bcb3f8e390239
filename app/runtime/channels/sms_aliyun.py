"""Text messages by Alibaba Cloud (阿里云短信)."""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

import orjson

from app.clock import from_instant
from app.outbound import Answer, Door
from app.runtime.channel_settings import Ask, Setting, member_field, pairs, per_minute
from app.runtime.channels.base import (
    TOO_MANY,
    Account,
    ChannelKind,
    Delivery,
    Outcome,
    Sent,
    by_status,
    filled,
    provider_template,
    value_of,
)
from app.runtime.provider_calls import AGAIN_IN, TEMPLATES, asked, refused
from app.words import Words

HOST = "https://dysmsapi.aliyuncs.com"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NOT_THIS_MEMBER = (
    "isv.MOBILE_NUMBER_ILLEGAL",
    "isv.MOBILE_COUNT_OVER_LIMIT",
    "isv.BLACK_KEY_CONTROL_LIMIT",
    "isv.PARAM_LENGTH_LIMIT",
    "isv.INVALID_PARAMETERS",
    "isv.TEMPLATE_MISSING_PARAMETERS",
    "isv.INVALID_JSON_PARAM",
)
TOO_OFTEN = ("isv.BUSINESS_LIMIT_CONTROL", "Throttling.User", "Throttling")


class AliyunSms(ChannelKind):
    key = "sms_aliyun"
    label = Words("阿里云短信", "SMS by Alibaba Cloud")
    about = Words(
        "需要已审核的签名和模板。", "It needs a signature and a template that were approved."
    )
    channel = "sms"
    settings = (
        Setting(key="access_key", label=Words("AccessKey ID", "AccessKey ID"), required=True),
        Setting(
            key="secret",
            label=Words("AccessKey Secret", "AccessKey Secret"),
            ask=Ask.SECRET,
            required=True,
        ),
        Setting(key="sign_name", label=Words("短信签名", "Signature"), required=True),
        Setting(
            key="template",
            label=Words("模板编号", "Template code"),
            help=Words("形如 SMS_123456", "Like SMS_123456"),
            required=True,
        ),
        TEMPLATES,
        Setting(
            key="parameters",
            label=Words("模板变量", "Values of the template"),
            help=Words(
                "每行一个：变量名=内容；可以写 {title} 和 {text}。",
                "One per line: name=value; {title} and {text} are put in.",
            ),
            ask=Ask.LINES,
            default="content={text}",
        ),
        member_field(Words("会员的手机号字段", "Member's field with the number"), "phone"),
        Setting(key="host", label=Words("接口地址", "Address of the API"), default=HOST),
        per_minute(600),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        values = pairs(value_of(self, account, "parameters"))
        asking = {
            "AccessKeyId": str(value_of(self, account, "access_key")),
            "Action": "SendSms",
            "Format": "JSON",
            "OutId": delivery.idem,
            "PhoneNumbers": _number(delivery.to),
            "RegionId": "cn-hangzhou",
            "SignName": str(value_of(self, account, "sign_name")),
            "SignatureMethod": "HMAC-SHA1",
            # Chance, so that a repeated request is not taken for a replayed one.
            "SignatureNonce": secrets.token_hex(16),
            "SignatureVersion": "1.0",
            "TemplateCode": provider_template(self, delivery, account),
            "TemplateParam": orjson.dumps(
                {name: filled(text, delivery) for name, text in values.items()}
            ).decode(),
            "Timestamp": from_instant(delivery.now).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Version": "2017-05-25",
        }
        asking["Signature"] = signature(asking, str(value_of(self, account, "secret")))
        url = str(value_of(self, account, "host")).rstrip("/") + "/"
        body = urlencode(asking).encode()
        answer = asked(door, url, body=body, headers=FORM, repeatable=False)
        return _judged(answer) if isinstance(answer, Answer) else answer


def signature(asking: dict[str, str], secret: str) -> str:
    """Sign all parameters, sorted and encoded, as the provider documents it for POST."""
    canonical = "&".join(f"{_encoded(key)}={_encoded(asking[key])}" for key in sorted(asking))
    signed = f"POST&{_encoded('/')}&{_encoded(canonical)}"
    digest = hmac.digest(f"{secret}&".encode(), signed.encode(), hashlib.sha1)
    return base64.b64encode(digest).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")


def _number(phone: str) -> str:
    """Write a number as the provider wants it: 11 digits at home, with the country elsewhere."""
    home = phone.removeprefix("+86")
    return home if home != phone else phone.removeprefix("+")


def _judged(answer: Answer) -> Outcome:
    try:
        found = orjson.loads(answer.body)
        code, said = str(found["Code"]), found.get("Message", "")
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return by_status(answer)
    if code == "OK":
        return Sent()
    if code in TOO_OFTEN or answer.status == TOO_MANY:
        return refused(code, said, after=AGAIN_IN, endpoint=False)
    mistaken = code in NOT_THIS_MEMBER
    return refused(code, said, again=not mistaken, endpoint=not mistaken)
