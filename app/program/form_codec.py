"""Forms as JSON: read with the place of every mistake, written the same each time."""

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from app.program.dates import instant_of
from app.program.form_page_codec import distinct_items, dump_page, dump_words, read_page
from app.program.forms import (
    NOTHING,
    Access,
    Agreed,
    Consent,
    Existing,
    Form,
    Guard,
    PerMember,
    Proof,
    Speaks,
    Thanks,
    Who,
)
from app.program.objects import MEMBER
from app.program.reader import Reader, without_empty

_KEYS = "key label intro object who pages access consent thanks guard language save_days embed"
TAKEN = frozenset({"design"})
"""Words that stand for something else where the address names a form."""
MOST_SUBMISSIONS = 10**9
LONGEST_SAVED = 365
_ANY_ZONE = ZoneInfo("UTC")


def read_form(reader: Reader, value: Any, path: str) -> Form:
    content = reader.mapping(value, path)
    reader.only(content, path, _KEYS)
    key = reader.key(content, path)
    if key in TAKEN:
        reader.wrong(
            f"{path}/key", f"“{key}”另有用处，请换一个。", f"{key!r} is taken: use another."
        )
    pages = tuple(
        read_page(reader, each, f"{path}/pages/{n}")
        for n, each in enumerate(reader.sequence(content.get("pages"), f"{path}/pages"))
    )
    reader.distinct(pages, f"{path}/pages")
    distinct_items(reader, pages, path)
    return Form(
        key=key,
        label=reader.words(content.get("label"), f"{path}/label", key),
        intro=reader.words(content.get("intro"), f"{path}/intro"),
        object=reader.text(content, "object", path) or MEMBER,
        who=_who(reader, content.get("who", {}), f"{path}/who"),
        pages=pages,
        access=_access(reader, content.get("access", {}), f"{path}/access"),
        consent=_consent(reader, content.get("consent"), f"{path}/consent"),
        thanks=_thanks(reader, content.get("thanks", {}), f"{path}/thanks"),
        guard=_guard(reader, content.get("guard", {}), f"{path}/guard"),
        language=reader.one_of(Speaks, content.get("language"), f"{path}/language", Speaks.READER),
        save_days=reader.whole(content, "save_days", path, 30, least=0, most=LONGEST_SAVED),
        embed=tuple(
            _origin(reader, each, f"{path}/embed/{n}")
            for n, each in enumerate(reader.sequence(content.get("embed"), f"{path}/embed"))
        ),
    )


def _who(reader: Reader, value: Any, path: str) -> Who:
    content = reader.mapping(value, path)
    reader.only(content, path, "by link create existing")
    return Who(
        by=reader.text(content, "by", path),
        link=reader.flag(content, "link", path, default=True),
        create=reader.flag(content, "create", path, default=True),
        existing=reader.one_of(
            Existing, content.get("existing"), f"{path}/existing", Existing.FILL
        ),
    )


def _access(reader: Reader, value: Any, path: str) -> Access:
    content = reader.mapping(value, path)
    reader.only(content, path, "opens closes limit per_member password")
    limit = content.get("limit")
    return Access(
        opens=_when(reader, content, "opens", path),
        closes=_when(reader, content, "closes", path),
        limit=None
        if limit is None
        else reader.whole(content, "limit", path, 1, least=1, most=MOST_SUBMISSIONS),
        per_member=reader.one_of(
            PerMember, content.get("per_member"), f"{path}/per_member", PerMember.UNLIMITED
        ),
        password=reader.flag(content, "password", path, default=False),
    )


def _when(reader: Reader, content: Any, name: str, path: str) -> str | None:
    found = reader.text(content, name, path)
    if found is None or instant_of(found, _ANY_ZONE) is not None:
        return found
    reader.wrong(
        f"{path}/{name}",
        f"“{found}”不是日期或时刻，例如 2026-03-01 或 2026-03-01T09:00。",
        f"{found!r} is no day and no moment; two are 2026-03-01 and 2026-03-01T09:00.",
    )
    return None


def _consent(reader: Reader, value: Any, path: str) -> Consent | None:
    if value is None:
        return None
    content = reader.mapping(value, path)
    reader.only(content, path, "text required purpose")
    return Consent(
        text=reader.words(content.get("text"), f"{path}/text"),
        required=reader.flag(content, "required", path, default=True),
        purpose=reader.one_of(Agreed, content.get("purpose"), f"{path}/purpose", Agreed.TERMS),
    )


def _thanks(reader: Reader, value: Any, path: str) -> Thanks:
    content = reader.mapping(value, path)
    reader.only(content, path, "title text url tier")
    url = reader.text(content, "url", path)
    if url is not None and not _is_page(url):
        reader.wrong(
            f"{path}/url",
            f"“{url}”不是网页地址，例如 https://example.com/thanks。",
            f"{url!r} is no address of a page; one is https://example.com/thanks.",
        )
        url = None
    return Thanks(
        title=reader.words(content.get("title"), f"{path}/title"),
        text=reader.words(content.get("text"), f"{path}/text"),
        url=url,
        tier=reader.flag(content, "tier", path, default=True),
    )


def _guard(reader: Reader, value: Any, path: str) -> Guard:
    content = reader.mapping(value, path)
    reader.only(content, path, "seconds hourly proof")
    return Guard(
        seconds=reader.whole(content, "seconds", path, 2, least=0, most=60),
        hourly=reader.whole(content, "hourly", path, 60, least=1, most=100_000),
        proof=reader.one_of(Proof, content.get("proof"), f"{path}/proof", Proof.AUTO),
    )


def _is_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username


def _origin(reader: Reader, value: Any, path: str) -> str:
    if isinstance(value, str) and _is_page(value):
        parts = urlsplit(value)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        if (
            value.lower().rstrip("/") == origin
            and origin.isascii()
            and not set(origin) & set("*;, '")
        ):
            return origin
    reader.wrong(
        path,
        f"{value!r} 不是网站来源，例如 https://shop.example。",
        f"{value!r} is no origin of a site; one is https://shop.example.",
    )
    return "https://invalid.example"


def dump_form(form: Form) -> dict[str, Any]:
    """Write a form; what is at its default is left out."""
    return without_empty(
        {
            "key": form.key,
            "label": form.label.to_json(),
            "intro": dump_words(form.intro),
            "object": form.object,
            "who": _dump_who(form.who),
            "pages": [dump_page(each) for each in form.pages],
            "access": _dump_access(form.access),
            "consent": None if form.consent is None else _dump_consent(form.consent),
            "thanks": _dump_thanks(form.thanks),
            "guard": _dump_guard(form.guard),
            "language": None if form.language is Speaks.READER else form.language.value,
            "embed": list(form.embed),
        }
    ) | (
        {}
        if form.save_days == Form(key="", label=NOTHING).save_days
        else {"save_days": form.save_days}
    )


def _dump_who(who: Who) -> dict[str, Any]:
    found: dict[str, Any] = {} if who.by is None else {"by": who.by}
    if not who.link:
        found["link"] = False
    if not who.create:
        found["create"] = False
    return found | ({} if who.existing is Existing.FILL else {"existing": who.existing.value})


def _dump_access(access: Access) -> dict[str, Any]:
    often = access.per_member
    return without_empty(
        {
            "opens": access.opens,
            "closes": access.closes,
            "limit": access.limit,
            "per_member": None if often is PerMember.UNLIMITED else often.value,
            "password": access.password,
        }
    )


def _dump_consent(consent: Consent) -> dict[str, Any]:
    found: dict[str, Any] = {"text": consent.text.to_json()}
    if consent.purpose is not Agreed.TERMS:
        found["purpose"] = consent.purpose.value
    return found if consent.required else found | {"required": False}


def _dump_thanks(thanks: Thanks) -> dict[str, Any]:
    found = without_empty(
        {"title": dump_words(thanks.title), "text": dump_words(thanks.text), "url": thanks.url}
    )
    return found if thanks.tier else found | {"tier": False}


def _dump_guard(guard: Guard) -> dict[str, Any]:
    usual = Guard()
    return {
        key: value
        for key, value in (
            ("seconds", guard.seconds),
            ("hourly", guard.hourly),
            ("proof", guard.proof.value),
        )
        if value != getattr(usual, key)
    }
