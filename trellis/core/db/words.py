"""Finding rows by words: what is indexed and what is asked for are taken apart in the same way.

PostgreSQL's own parser would keep "Node.js" and "UI/UX" whole; here neither side passes through it.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, TextField, Value

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 64
_MOST_WORDS = 10


def words_of(text: str) -> list[str]:
    """Return the words of a text without case and accents; an e-mail address is also a word as a whole."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found = []
    for piece in bare.split():
        found += [piece[:_LONGEST_WORD]] if piece.find("@") > 0 else []
        found += [word[:_LONGEST_WORD] for word in _WORD.findall(piece)]
    return found


def lexemes(*texts: str) -> list[str]:
    """Return the words of all texts, each once, in the order in which they first come."""
    return list(dict.fromkeys(word for text in texts for word in words_of(text)))


def prefix_query(text: str, *, extra: Iterable[str] = ()) -> str:
    """Return the tsquery for all words of `text`, each as the beginning of one, and `extra` as they are.

    Empty where the text has no words.
    """
    words = lexemes(text)[:_MOST_WORDS]
    if not words:
        return ""
    return " & ".join([*map(quoted, extra), *(f"{quoted(word)}:*" for word in words)])


def quoted(lexeme: str) -> str:
    """Return a lexeme as it stands in the text of a tsquery or tsvector."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def vector(words: Iterable[str]) -> Func:
    """Return the tsvector of just these words."""
    given = Value(list(words), output_field=ArrayField(TextField()))
    return Func(given, function="array_to_tsvector", output_field=SearchVectorField())


class AsWritten(SearchQuery):
    """A tsquery that is taken as it is written, as `prefix_query` writes it."""

    template = "%(expressions)s::tsquery"
