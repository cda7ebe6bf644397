"""Finding mentors by words: what is indexed and what is asked are taken apart in the same way."""

import re
import unicodedata
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value
from django.db.models.expressions import Combinable

# PostgreSQL's own parser would keep "Node.js" and "UI/UX" whole, so that neither half is found.
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 64
_MOST_WORDS = 10
_LONGEST_EXPERTISE = 60
_CONFIG = "simple"  # names and skills are of any language: no stemming, no stop words
_EXPERTISE = "B"


def words_of(text: str) -> list[str]:
    """Return the words of a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(bare)]


def search_vector(*, name: str, expertise: Iterable[str], company: str, job_title: str) -> Combinable:
    """Return what Mentor.search holds for such a mentor."""
    return (
        _part(name, "A")
        + _part(" ".join(expertise), _EXPERTISE)
        + _part(company, "C")
        + _part(job_title, "D")
    )


def search_query(text: str) -> SearchQuery | None:
    """Return the query for all words of `text`, each as the beginning of one; None if it has none."""
    return _raw(" & ".join(f"'{word}':*" for word in words_of(text)[:_MOST_WORDS]))


def expertise_query(text: str) -> SearchQuery | None:
    """Return the query for an expertise that has these words one after another; None if no mentor can."""
    if len(text) > _LONGEST_EXPERTISE or not text.isprintable():
        return None
    return _raw(" <-> ".join(f"'{word}':{_EXPERTISE}" for word in words_of(text)))


def _part(text: str, weight: str) -> SearchVector:
    return SearchVector(Value(" ".join(words_of(text))), config=_CONFIG, weight=weight)


def _raw(query: str) -> SearchQuery | None:
    return SearchQuery(query, search_type="raw", config=_CONFIG) if query else None
