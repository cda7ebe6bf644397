"""Finding requisitions by words: what is indexed and what is asked are taken apart in the same way.

Every lexeme begins with the prefix of its tenant (`APP/developer`): one scan of the one index meets the
tenant's own words alone, however many others use them too. docs/decisions/requisition-search.md has the
measurements.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 64
_MOST_WORDS = 10


class ExactQuery(SearchQuery):
    """Lexemes as they stand: PostgreSQL's own parser would take them apart."""

    template = "%(expressions)s::tsquery"


def vector_of(*, prefix: str, texts: Iterable[str], facts: Iterable[str]) -> str:
    """Return what Requisition.search holds: the words of `texts`, and `facts` as filters name them."""
    found = {_quoted(f"{prefix}/{word}") for text in texts for word in words_of(text)}
    return " ".join(sorted(found | {_quoted(_fact(prefix, fact)) for fact in facts}))


def query_for(*, prefix: str, text: str, any_of: Iterable[Iterable[str]] = ()) -> ExactQuery | None:
    """Return the query for all words of `text`, each as the beginning of one; None if it has none.

    Of each group in `any_of` the row has one fact (its status, its role).
    """
    words = list(dict.fromkeys(words_of(text)))[:_MOST_WORDS]
    if not words:
        return None
    parts = [f"{_quoted(f'{prefix}/{word}')}:*" for word in words]
    parts += [f"({' | '.join(_quoted(_fact(prefix, fact)) for fact in sorted(group))})" for group in any_of]
    return ExactQuery(" & ".join(parts))


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


def _fact(prefix: str, fact: str) -> str:
    return f"{prefix}={fact}"


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
