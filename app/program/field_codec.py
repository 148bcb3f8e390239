"""Fields as JSON."""

from typing import Any

from app.program.field import Field, FieldCheck, Mask, Width
from app.program.reader import Reader, said, without_empty

_KEYS = "key kind label required unique default options help width mask check retired"


def read_field(reader: Reader, value: Any, path: str) -> Field:
    content = reader.mapping(value, path)
    reader.only(content, path, _KEYS)
    key = reader.key(content, path)
    kind = content.get("kind")
    if not isinstance(kind, str):
        reader.wrong(f"{path}/kind", "字段要有类型。", "A field needs a kind.")
    help_words = content.get("help")
    masked = content.get("mask") is not None
    return Field(
        key=key,
        kind=str(kind),
        label=reader.words(content.get("label"), f"{path}/label", key),
        required=reader.flag(content, "required", path, default=False),
        unique=reader.flag(content, "unique", path, default=False),
        default=content.get("default"),
        options=reader.mapping(content.get("options", {}), f"{path}/options"),
        help=None if help_words is None else reader.words(help_words, f"{path}/help"),
        width=reader.one_of(Width, content.get("width"), f"{path}/width", Width.FULL),
        mask=reader.one_of(Mask, content["mask"], f"{path}/mask", Mask.HIDDEN) if masked else None,
        check=_read_check(reader, content.get("check"), f"{path}/check"),
        retired=reader.flag(content, "retired", path, default=False),
    )


def _read_check(reader: Reader, value: Any, path: str) -> FieldCheck | None:
    if value is None:
        return None
    content = reader.mapping(value, path)
    reader.only(content, path, "condition message")
    message = content.get("message")
    return FieldCheck(
        condition=content.get("condition"),
        message=None if message is None else reader.words(message, f"{path}/message"),
    )


def dump_field(field: Field) -> dict[str, Any]:
    """Write a field; what is at its default is left out."""
    head = {"key": field.key, "kind": field.kind, "label": field.label.to_json()}
    head |= said("default", field.default)
    return head | without_empty(
        {
            "required": field.required,
            "unique": field.unique,
            "options": dict(field.options),
            "help": None if field.help is None else field.help.to_json(),
            "width": None if field.width is Width.FULL else field.width.value,
            "mask": None if field.mask is None else field.mask.value,
            "check": _dump_check(field.check),
            "retired": field.retired,
        }
    )


def _dump_check(check: FieldCheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    message = None if check.message is None else check.message.to_json()
    return {"condition": check.condition} | without_empty({"message": message})
