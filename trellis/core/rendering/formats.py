"""Dates and times as DRF prints them, written with to_char."""

import re

from rest_framework import ISO_8601

_DIRECTIVES = {"Y": "YYYY", "m": "MM", "d": "DD", "H": "HH24", "M": "MI", "S": "SS", "f": "US"}
_QUOTE = r'"\""'
_ISO_TIME = "HH24:MI:SS"
_ISO_DATETIME = 'YYYY-MM-DD"T"' + _ISO_TIME


class UnknownFormatError(Exception):
    """A strftime directive without an exact equal in to_char."""


def json_datetime(sql: str, output_format: str | None) -> str:
    """Return SQL for a JSON string of a timestamptz, in UTC."""
    moment = f"{sql} AT TIME ZONE 'UTC'"
    if output_format is None or output_format.lower() == ISO_8601:
        return _iso(moment, sql, _ISO_DATETIME, '"Z"')
    return f"to_char({moment}, '{_QUOTE}{to_char_format(output_format)}{_QUOTE}')"


def json_milliseconds(sql: str) -> str:
    """Return SQL for a JSON string of a timestamptz in UTC, cut to milliseconds."""
    return f"to_char({sql} AT TIME ZONE 'UTC', '{_QUOTE}{_ISO_DATETIME}.MS\"Z\"{_QUOTE}')"


def json_time(sql: str, output_format: str | None) -> str:
    """Return SQL for a JSON string of a time."""
    if output_format is None or output_format.lower() == ISO_8601:
        return _iso(sql, sql, _ISO_TIME, "")
    return f"to_char({sql}, '{_QUOTE}{to_char_format(output_format)}{_QUOTE}')"


def json_date(sql: str, output_format: str | None) -> str:
    """Return SQL for a JSON string of a date."""
    if output_format is None or output_format.lower() == ISO_8601:
        return f"to_json({sql})"
    return f"to_char({sql}, '{_QUOTE}{to_char_format(output_format)}{_QUOTE}')"


def to_char_format(output_format: str) -> str:
    """Translate a strftime format; raise UnknownFormatError for what to_char cannot print alike."""
    parts = re.findall(r"%(.)|([^%]+)", output_format)
    return "".join(_directive(letter) if letter else _verbatim(text) for letter, text in parts)


def _iso(shown: str, sql: str, form: str, end: str) -> str:
    """Print microseconds only where there are any, as Python's isoformat does."""
    whole, split = f"{_QUOTE}{form}{end}{_QUOTE}", f"{_QUOTE}{form}.US{end}{_QUOTE}"
    is_whole = f"extract(microseconds FROM {sql}) % 1000000 = 0"
    return f"to_char({shown}, CASE WHEN {is_whole} THEN '{whole}' ELSE '{split}' END)"


def _directive(letter: str) -> str:
    if letter not in _DIRECTIVES:
        raise UnknownFormatError(f"%{letter} has no exact form in to_char")
    return _DIRECTIVES[letter]


def _verbatim(text: str) -> str:
    if re.search(r"""["'\\]""", text):
        raise UnknownFormatError("quotes and backslashes are not supported in a date format")
    return f'"{text}"'
