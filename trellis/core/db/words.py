"""Finding rows by words: what is indexed and what is asked for are taken apart in the same way.

Words are lexemes of a tsvector, which PostgreSQL's own parser never sees: it would keep "UI/UX" whole and
drop the signs of "C++". An index holds, of "Front-End", the words `front` and `end`, and as a part
`frontend`; docs/decisions/folding.md has the rules.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, TextField, Value

from trellis.core.db.folding import fold

_LONGEST_WORD = 64
_MOST_ASKED = 10  # words, and as many pairs of signs of scripts without spaces
_LONGEST_QUESTION = 1000
# A word is found by its inside from so many letters on, after so many others: javaSCRIPT, not dEVELOPER.
_INSIDE, _BEFORE = 5, 3
_LONGEST_WITH_INSIDE = 32
_LONGEST_PAIR = 20
# Beginnings of fewer letters than _INSIDE stand apart, so that they are not found inside of words.
_SHORT = "^"
# What no word begins with: a lexeme that is asked for whole, by the code alone.
WHOLE = "="
_SIGNS = "+#.&@"
# Written without spaces between words: Thai, Lao, Myanmar, Khmer, Tai, Balinese, Javanese, kana, Han;
# Hangul is written with few.
_RUN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17df\u1950-\u19df\u1a20-\u1aaf\u1b00-\u1b7f"
    "\u3005-\u3007\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\ua980-\ua9df\ua9e0-\ua9ff\uaa60-\uaadf\uac00-\ud7ff\U0001b000-\U0001b16f"
    "\U00020000-\U000323af]+"
)
# In the kinds of signs: R&D; .NET, @home, C++, F#; a run of a script without spaces.
_WORD = re.compile(r"(?<!a)a{1,2} ?& ?a{1,2}(?!a)|[.@]?a+[+#]*|c+")
_ADDRESS = re.compile(r"(?<![^ ])[^ @]+@[^ ]*")
_AROUND = "<>()[]{}\"',;:!?."
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_SIGN = re.compile(f"[{_SIGNS}]")
_OF_WORDS = "ac+#"


class _Word(NamedTuple):
    """A word of a text.

    `text` has all its signs, `asked` those that count in a question, `bare` is the word if it has none of
    these; `is_joined`: no space parts it from the word before. A run is of a script without spaces.
    """

    text: str
    asked: str
    bare: str
    is_run: bool
    is_joined: bool


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, with the signs that tell them apart; an address is one word."""
    addresses, words = _read(text)
    return [*addresses, *(word.asked for word in words)]


def lexemes(*texts: str, plain: Iterable[str] = ()) -> list[str]:
    """Return what an index holds of the texts, each once: words, and after all of them the parts of words.

    `plain` are texts that are found by words alone: codes, addresses.
    """
    wholes: list[str] = []
    parts: list[str] = []
    for text in plain:
        wholes += _plain(text)
    for text in texts:
        addresses, words = _read(text, with_inside=True)
        wholes += _wholes([*addresses, *_ways(words)])
        parts += _parts(text, words)
    return list(dict.fromkeys([*wholes, *parts]))


def prefix_query(text: str, *, extra: Iterable[str] = ()) -> str:
    """Return the tsquery for all words of `text`, each as the beginning of one, and `extra` as they are.

    Empty where the text has no words.
    """
    conditions = list(dict.fromkeys(_conditions(text[:_LONGEST_QUESTION])))
    return " & ".join([*map(quoted, extra), *conditions]) if conditions else ""


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


def query_for(text: str, *, extra: Iterable[str] = ()) -> AsWritten | None:
    """Return the query for all words of `text`, as `prefix_query` writes it; None if it has none."""
    query = prefix_query(text, extra=extra)
    return AsWritten(query) if query else None


@lru_cache(maxsize=1024)
def _plain(text: str) -> tuple[str, ...]:
    addresses, words = _read(text, with_inside=True)
    at = (word.text for word in words if word.text[0] == "@")
    return tuple(_wholes([*addresses, *(word.asked for word in words), *at]))


def _ways(words: list[_Word]) -> Iterator[str]:
    """Give the words with their signs, and without: .NET, net; R&D, r, d; of b.c+ also c+."""
    for word in words:
        yield word.text
        if word.asked != word.text:
            yield word.asked
        if word.text != word.bare and not word.is_run:
            yield from _SIGN.split(word.text)


def _wholes(words: Iterable[str]) -> Iterator[str]:
    """Give the lexemes by which words are found by their beginnings, runs by every two signs of theirs."""
    for word in words:
        if _RUN.fullmatch(word):
            yield from (*_pairs(word), word[-1])
        elif word:
            yield _SHORT + word[: _INSIDE - 1]
            if len(word) >= _INSIDE:
                yield word


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _parts(text: str, words: list[_Word]) -> Iterator[str]:
    """Give what makes words found that stand in others, or in two, or in other pieces than they are asked."""
    yield from _wholes(_humps(text))
    before, chain = "", ""
    for word in words:
        bare = word.bare
        pair, chain = before + bare, _chained(chain, word)
        if before and bare and len(pair) <= _LONGEST_PAIR:
            yield from _wholes([pair])
        if chain not in (bare, pair):
            yield from _wholes([chain])
        if _BEFORE + _INSIDE <= len(bare) <= _LONGEST_WITH_INSIDE and not bare.isdecimal():
            yield from (bare[at:] for at in range(_BEFORE, len(bare) - _INSIDE + 1))
        before = bare


def _conditions(text: str) -> Iterator[str]:
    """Give what has to be found, a term of the tsquery each."""
    addresses, words = _read(text)
    yield from map(_term, addresses[:_MOST_ASKED])
    before, chain = "", ""
    for word in words[:_MOST_ASKED]:
        bare = word.bare
        chain = _chained(chain, word)
        if word.is_run:
            yield from (f"{quoted(pair)}:*" for pair in _pairs(word.text)[:_MOST_ASKED])
        else:
            joined = [before + bare, chain] if before and bare else []
            ways = dict.fromkeys([word.asked, *(way[:_LONGEST_WORD] for way in joined if way != bare)])
            terms = [_term(way) for way in ways]
            yield terms[0] if len(terms) == 1 else f"({' | '.join(terms)})"
        before = bare


def _chained(chain: str, word: _Word) -> str:
    """Return all words of one piece as one, so far: of U.S.A. `usa`."""
    return (chain + word.bare)[:_LONGEST_WORD] if word.is_joined else word.bare


def _term(asked: str) -> str:
    return f"{quoted(asked if len(asked) >= _INSIDE else _SHORT + asked)}:*"


def _read(text: str, *, with_inside: bool = False) -> tuple[list[str], list[_Word]]:
    """Return the addresses in a text and its words; those in addresses only `with_inside`."""
    folded = fold(text)
    kinds = folded.translate(_KINDS) if folded.isascii() else "".join(map(_kind, folded))
    addresses = []
    for found in _ADDRESS.finditer(kinds):
        address = folded[found.start() : found.end()].strip(_AROUND)[:_LONGEST_WORD]
        if address.find("@") > 0:
            addresses.append(address)
            if not with_inside:
                kinds = kinds[: found.start()] + " " * len(found.group()) + kinds[found.end() :]
    return addresses, list(_words(folded, kinds))


def _words(folded: str, kinds: str) -> Iterator[_Word]:
    end = 0
    for found in _WORD.finditer(kinds):
        start, stop = found.span()
        is_run = kinds[start] == "c"
        text = folded[start:stop] if is_run else folded[start:stop].replace(" ", "")[:_LONGEST_WORD]
        # A dot or @ within a name parts two words, one before a word is a sign of it.
        is_inner = start > 0 and kinds[start] in ".@" and kinds[start - 1] in _OF_WORDS
        asked = text[1:] if is_inner else text
        bare = "" if is_run or _SIGN.search(asked) else asked
        yield _Word(text, asked, bare, is_run, is_joined=end > 0 and " " not in kinds[end:start])
        end = stop


@lru_cache(maxsize=8192)
def _kind(sign: str) -> str:
    """Return what a folded sign is: `a` of a word, `c` of a run, one that tells words apart, `-`, or ` `."""
    if sign in _SIGNS:
        return sign
    if _RUN.match(sign):
        return "c"
    category = unicodedata.category(sign)
    if sign.isalnum() or category[0] == "M":
        return "a"
    return " " if sign.isspace() or category in {"Cc", "Cs", "Cn", "Co"} else "-"


def _humps(text: str) -> Iterator[str]:
    """Give, of `JavaScript`, `script`: what follows each letter that is small before one that is not."""
    if text.istitle() or text.islower() or text.isupper():
        return
    for word in _LETTERS.findall(unicodedata.normalize("NFKC", text)):
        for at in range(1, len(word) - 1):
            if word[at].isupper() and word[at - 1].islower():
                yield fold(word[at:])[:_LONGEST_WORD]


_KINDS = {number: _kind(chr(number)) for number in range(128)}
