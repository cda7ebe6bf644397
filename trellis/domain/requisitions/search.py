"""Finding requisitions by words: what is indexed and what is asked are taken apart in the same way.

The words lie in the index that a tenant's list is read from anyway, so that a search reads that tenant's
part of the index and no row; docs/decisions/requisition-search.md has the measurements.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 64
_MOST_WORDS = 10
# PostgreSQL keeps up to 2,700 bytes of a row in an index; of words 2,000, each with its entry's few.
_MOST_BYTES, _ENTRY_BYTES = 2000, 6


class ExactQuery(SearchQuery):
    """Lexemes as they stand: PostgreSQL's own parser would take them apart."""

    template = "%(expressions)s::tsquery"


def vector_of(texts: Iterable[str]) -> str:
    """Return what Requisition.search holds: the words of `texts`, as many as there is room for."""
    kept, room = [], _MOST_BYTES
    for word in dict.fromkeys(word for text in texts for word in words_of(text)):
        room -= len(word.encode()) + _ENTRY_BYTES
        if room < 0:
            break
        kept.append(_quoted(word))
    return " ".join(kept)


def query_for(text: str) -> ExactQuery | None:
    """Return the query for all words of `text`, each as the beginning of one; None if it has none."""
    words = list(dict.fromkeys(words_of(text)))[:_MOST_WORDS]
    return ExactQuery(" & ".join(f"{_quoted(word)}:*" for word in words)) if words else None


def words_of(text: str) -> list[str]:
    """Return the words of a text without case and accents; an e-mail address is also a word as a whole."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found = []
    for piece in bare.split():
        is_address = piece.find("@") > 0
        found += [piece[:_LONGEST_WORD]] if is_address else []
        found += [word[:_LONGEST_WORD] for word in _WORD.findall(piece)]
    return found


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
