"""Reading what an act is to do: details come from other code, or from a proposal that was kept."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from trellis.domain.assistant.refusals import UnfitAct


def id_in(details: Mapping[str, Any], name: str) -> UUID:
    """Return an id; raise UnfitAct."""
    try:
        return UUID(str(details[name]))
    except (KeyError, ValueError):
        raise UnfitAct({name: ["This field is required."]}) from None


def moment_in(details: Mapping[str, Any], name: str) -> datetime:
    """Return a moment in UTC; raise UnfitAct, also for one without its offset."""
    value = details.get(name)
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UnfitAct({name: ["Say a moment with its offset from UTC."]})


def text_in(details: Mapping[str, Any], name: str) -> str:
    """Return a text, "" where there is none."""
    return str(details.get(name) or "")
