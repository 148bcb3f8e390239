"""What the parts of an address name: objects, records, numbers."""

from app.errors import NotFound
from app.program.objects import Object
from app.runtime import naming
from app.runtime.naming import LARGEST, NUMBER, number_of
from app.web.api.here import Here

__all__ = ["LARGEST", "NUMBER", "designed_object", "find_id", "number_of"]


def designed_object(found: Here, key: str) -> Object:
    """Find an object of the programme. Raises `NotFound`."""
    kept = found.live.catalogue.records.get(key)
    if kept is None:
        listed = ", ".join(found.live.catalogue.records)
        raise NotFound(
            f"没有这个对象。可用：{listed}。", f"There is no such object. Known: {listed}."
        )
    return kept.object


def find_id(found: Here, designed: Object, text: str) -> int:
    """Read `120034` or `external_id:42`. Raises `NoSuchRecord`."""
    return naming.find_id(found.space, found.live, designed, text)
