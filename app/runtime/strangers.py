"""What is said of an entry that names what is not there, or what is somebody else's."""

from app.errors import Finding
from app.storage.catalogue import Records


def no_object(key: str) -> Finding:
    return Finding.of("/object", f"没有对象“{key}”。", f"There is no object called {key!r}.")


def nobody_named() -> Finding:
    return Finding.of(
        "/member",
        '要写明是哪位会员，例如 {"external_id": "42"} 或 {"phone": "13800000000"}。',
        'Say whose record it is: {"external_id": "42"} or {"phone": "13800000000"}.',
    )


def nothing_there(key: str, named: tuple[str, str]) -> Finding:
    name, value = named
    return Finding.of(
        f"/{key}",
        f"找不到 {name} 为“{value}”的记录。",
        f"There is no record whose {name} is {value!r}.",
    )


def removed() -> Finding:
    return Finding.of(
        "/external_id",
        "这条记录刚刚被删除；要重新记录，请再发送一次。",
        "This record has just been deleted: send it again to have it anew.",
    )


def somebody_has(kept: Records, field: str, value: str) -> Finding:
    label = kept.object.field(field).label
    return Finding.of(
        f"/{field}",
        f"{label.to('zh')}“{value}”已被另一条记录使用。",
        f"The {label.to('en')} {value!r} belongs to another record.",
    )
