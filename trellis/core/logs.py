"""Structured logs: one event a line, with the request's id, and without anybody's data."""

import logging
import re
import sys
from typing import Any

import structlog

# PostgreSQL puts the offending values into these parts of its errors. A value may have lines of its
# own, so that each part is taken to reach to the next traceback.
_ROW_VALUES = re.compile(
    r"^([ |]*(?:DETAIL|CONTEXT|LINE \d+)):.*?(?=\n\n(?:The above exception|During handling)|\Z)",
    re.MULTILINE | re.DOTALL,
)


def configure_logging(*, log_format: str, level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING.

    `log_format` is `json` (one object a line, for machines) or `text` (for a terminal).
    """
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_row_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    _renderer(log_format),
                ],
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # core/http/requests.py logs every request and every unexpected error once, with its id.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
            # At DEBUG it writes whole answers, client secrets among them.
            "stripe": {"level": "WARNING"},
        },
    }


def _renderer(log_format: str) -> structlog.types.Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


def _without_row_values(
    _logger: Any, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Take the row values out of database errors: they may be somebody's data."""
    for key in ("exception", "event"):
        if isinstance(event.get(key), str):
            event[key] = _ROW_VALUES.sub(r"\1: (left out)", event[key])
    return event
