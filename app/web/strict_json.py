"""JSON as the standard has it: no NaN, readable Chinese, the same on the way in and out."""

from typing import Any

import orjson
from flask.json.provider import JSONProvider


class StrictJSON(JSONProvider):
    """What `jsonify` and `request.json` use."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)
