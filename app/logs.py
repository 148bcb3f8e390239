"""One JSON object per line for everything that is worth keeping, without secrets."""

import logging
import re
import sys
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "***"
SECRET_NAMES = re.compile(
    r"(^|[_-])(password|secret|token|authorization|cookie|api[_-]?key|signature|link)$",
    re.IGNORECASE,
)
CREDENTIALS_IN_URL = re.compile(r"(?<=://)[^/\s@:]*:[^/\s@]*(?=@)")


def configure(level: str, stream: TextIO = sys.stdout) -> None:
    """Send our own events and those of libraries to one stream, in one shape."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        # Local variables hold what people typed; a trace does without them.
        structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        ),
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=_to_json),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("alembic", "apscheduler"):
        # They report each beat and each look at a revision; only their failures matter.
        logging.getLogger(chatty).setLevel(logging.WARNING)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide what a reader of logs must not learn: secrets by name, credentials inside addresses."""
    return {key: HIDDEN if SECRET_NAMES.search(key) else _clean(event[key]) for key in event}


def _clean(value: Any) -> Any:
    match value:
        case str():
            return CREDENTIALS_IN_URL.sub(HIDDEN, value)
        case dict():
            return {
                key: HIDDEN if SECRET_NAMES.search(str(key)) else _clean(inner)
                for key, inner in value.items()
            }
        case list() | tuple():
            return [_clean(inner) for inner in value]
        case _:
            return value


def _to_json(event: EventDict, **_options: object) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
