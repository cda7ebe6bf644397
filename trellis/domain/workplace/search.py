"""Finding requests by words, of one tenant: its own word stands in every row and in every query."""

from typing import Any
from uuid import UUID

from django.db.models import Func

from trellis.core.db.words import AsWritten, lexemes, prefix_query, vector

SEARCHED = ("request_id", "title", "description", "item_name", "requester_name")


def search_vector(*, organization_id: UUID, values: dict[str, Any]) -> Func:
    """Return what WorkplaceRequest.search holds for a row with these values."""
    words = lexemes(*(values.get(name) or "" for name in SEARCHED))
    return vector([_tenant_word(organization_id), *words])


def search_query(text: str, *, organization_id: UUID) -> AsWritten | None:
    """Return the query for all words of `text`; None if it has none, and so finds nothing."""
    query = prefix_query(text, extra=[_tenant_word(organization_id)])
    return AsWritten(query) if query else None


def _tenant_word(organization_id: UUID) -> str:
    # With it in the index, the words of other tenants cost a search nothing.
    return f"tenant{organization_id.hex}"
