"""Finding requisitions by words: what is indexed and what is asked are taken apart in the same way.

The words lie in the index that a tenant's list is read from anyway, so that a search reads that tenant's
part of the index and no row; docs/decisions/requisition-search.md has the measurements.
"""

from collections.abc import Iterable

from trellis.core.db.words import AsWritten, lexemes, prefix_query, quoted

# PostgreSQL keeps up to 2,700 bytes of a row in an index; of words 2,000, each with its entry's few.
_MOST_BYTES, _ENTRY_BYTES = 2000, 6


def vector_of(texts: Iterable[str]) -> str:
    """Return what Requisition.search holds: the words of `texts`, as many as there is room for."""
    kept, room = [], _MOST_BYTES
    for word in lexemes(*texts):
        room -= len(word.encode()) + _ENTRY_BYTES
        if room < 0:
            break
        kept.append(quoted(word))
    return " ".join(kept)


def query_for(text: str) -> AsWritten | None:
    """Return the query for all words of `text`, each as the beginning of one; None if it has none."""
    query = prefix_query(text)
    return AsWritten(query) if query else None
