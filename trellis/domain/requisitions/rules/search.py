"""Finding requisitions by words: what is indexed and what is asked are taken apart in the same way.

The words lie in the index that a tenant's list is read from anyway, so that a search reads that tenant's
part of the index and no row; docs/decisions/requisition-search.md has the measurements.
"""

from collections.abc import Iterable

from trellis.core.db.words import lexemes, quoted

# PostgreSQL keeps up to 2,700 bytes of a row in an index; of words 2,500, each with its entry's few.
_MOST_BYTES, _ENTRY_BYTES = 2500, 4


def words_of_row(*, texts: Iterable[str], plain: Iterable[str]) -> str:
    """Return what Requisition.search holds: the words of `texts` and `plain`, as many as there is room for.

    Whole words come first, so that there is room for them before there is for parts.
    """
    kept, room = [], _MOST_BYTES
    for word in lexemes(*texts, plain=plain):
        room -= len(word.encode()) + _ENTRY_BYTES
        if room < 0:
            break
        kept.append(quoted(word))
    return " ".join(kept)


def words_of_listing(*texts: str) -> str:
    """Return what Requisition.listing holds: all words of what the public board shows."""
    return " ".join(map(quoted, lexemes(*texts)))
