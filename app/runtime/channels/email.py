"""E-mail by SMTP."""

import hashlib
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.clock import from_instant
from app.outbound import Door
from app.runtime.channel_settings import Ask, Setting, member_field, per_minute
from app.runtime.channels.base import Account, ChannelKind, Delivery, Failed, Outcome, value_of
from app.runtime.smtp import Server, hand_in
from app.words import Words

SAFETY = {
    "tls": Words("TLS（多为 465 端口）", "TLS (mostly port 465)"),
    "starttls": Words("STARTTLS（多为 587 端口）", "STARTTLS (mostly port 587)"),
    "plain": Words("不加密（仅限内网）", "None (only within your network)"),
}


class Email(ChannelKind):
    key = "email"
    label = Words("邮件（SMTP）", "E-mail (SMTP)")
    about = Words("用你的邮箱或邮件服务商发信。", "By your own mail server, or that of a provider.")
    channel = "email"
    settings = (
        Setting(
            key="host",
            label=Words("SMTP 服务器", "SMTP server"),
            help=Words("例如 smtp.example.com", "Such as smtp.example.com"),
            required=True,
        ),
        Setting(key="port", label=Words("端口", "Port"), ask=Ask.WHOLE, default=465, most=65535),
        Setting(
            key="safety",
            label=Words("加密方式", "Encryption"),
            ask=Ask.CHOICE,
            choices=SAFETY,
            default="tls",
        ),
        Setting(key="user", label=Words("用户名", "User")),
        Setting(
            key="password",
            label=Words("密码或授权码", "Password"),
            ask=Ask.SECRET,
        ),
        Setting(
            key="sender",
            label=Words("发件地址", "Sender's address"),
            help=Words("例如 club@example.com", "Such as club@example.com"),
            required=True,
        ),
        Setting(key="sender_name", label=Words("发件人名称", "Sender's name")),
        Setting(key="reply_to", label=Words("回复地址", "Replies go to")),
        member_field(Words("会员的邮箱字段", "Member's field with the address"), "email"),
        per_minute(300),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        def told(key: str) -> str:
            return str(value_of(self, account, key) or "")

        sender = told("sender")
        domain = sender.rpartition("@")[2] or "localhost"
        try:
            mail = message(
                delivery, sender=sender, name=told("sender_name"), reply_to=told("reply_to")
            )
            written = mail.as_bytes(policy=SMTP)
        except (ValueError, IndexError, MessageError) as error:
            return Failed(
                why=Words(f"邮件地址不正确：{error}", f"An address of the mail is wrong: {error}"),
                again=False,
                endpoint=False,
            )
        server = Server(
            host=told("host"),
            port=int(value_of(self, account, "port")),
            safety=told("safety"),
            user=told("user"),
            password=told("password"),
            greeting=domain if domain.isascii() else "localhost",
        )
        return hand_in(server, door, sender=sender, to=delivery.to, mail=written)


def message(delivery: Delivery, *, sender: str, name: str, reply_to: str) -> EmailMessage:
    """Write the mail; the same message is the same mail, however often it is handed in."""
    said = delivery.rendered
    domain = sender.rpartition("@")[2]
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(display_name=name, addr_spec=sender)
    made["To"] = Address(addr_spec=delivery.to)
    if reply_to:
        made["Reply-To"] = Address(addr_spec=reply_to)
    made["Subject"] = " ".join(said.title.split())
    made["Date"] = format_datetime(from_instant(delivery.now))
    digest = hashlib.sha256(delivery.idem.encode()).hexdigest()[:32]
    made["Message-ID"] = f"<{digest}@{domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = said.language
    if said.unsubscribe:
        made["List-Unsubscribe"] = f"<{said.unsubscribe}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(said.text)
    if said.html:
        made.add_alternative(said.html, subtype="html")
    return made
