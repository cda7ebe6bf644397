"""A text as a row of words that can be looked for: small, without accents and most endings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from trellis.core.files.papers.headings import folded
from trellis.intelligence.ranking.wording.everyday import EVERYDAY_TOOLS

_TOKEN = re.compile(
    r"(?<![\w.])\.(?=[A-Za-z])[A-Za-z][\w]*"  # .NET
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670])*(?:\+\+?|#)?(?![\w+#])"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670])*"
)
# One thing under several names, as rows of words.
_ALIASES = {
    "frontend": "front end",
    "backend": "back end",
    "fullstack": "full stack",
    "postgres": "postgresql",
    "psql": "postgresql",
    "k8s": "kubernetes",
    "js": "javascript",
    "ts": "typescript",
    "golang": "go",
    "nodejs": "node",
    "reactjs": "react",
    "vuejs": "vue",
    "angularjs": "angular",
    "cpp": "c++",
    "csharp": "c#",
    "dotnet": ".net",
    "sklearn": "scikit learn",
    "mssql": "sql server",
    "gcp": "google cloud",
    "ux": "user experience",
    "waitress": "waiter",
    "stewardess": "steward",
    "actress": "actor",
    "krankenschwester": "krankenpfleger",
}
_JOINED = re.compile(r"\b(node|react|vue|next|nuxt|express|three|d3|angular)[. ]js\b", re.IGNORECASE)
_APART = re.compile(r"\bjava\s+script\b", re.IGNORECASE)
# A name of a tool does not stand beside these: go-to-market, R&D, S. Moor.
_GLUE = "-‐–&'’/_."
_STOPS = frozenset(".!?:;•·|,()\n\t")
_ENDINGS = ("innen", "ings", "ing", "ed", "in", "es", "en", "s", "e", "n", "a", "o")


def tokens(text: str) -> list[str]:
    """Return the words of a text in their order."""
    return [word for word, _ in _tokens(text)]


@lru_cache(maxsize=16_384)
def searched(text: str) -> str:
    """Return a text as it is searched: its words between blanks, and behind them which tools it names.

    Where a tool's name is an everyday word, "=go" tells that it stands there as a name.
    """
    words = list(_tokens(text))
    named = dict.fromkeys(f"={word}" for word, is_name in words if is_name)
    return f" {' '.join([*(word for word, _ in words), *named])} " if words else ""


def wanted(text: str) -> list[str]:
    """Return what must be in a searched text for a term of a criterion: a tool as a name, else words."""
    words = tokens(text)
    if len(words) == 1 and words[0] in EVERYDAY_TOOLS:
        return [f"={words[0]}"]
    return words


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each word, and whether it is the name of a tool that is an everyday word as well."""
    plain = _APART.sub("JavaScript", _JOINED.sub(r"\1js", text))
    found = list(_TOKEN.finditer(plain))
    alone = len(found) <= 3
    for match in found:
        plain_word = folded(match[0]).replace(" ", "")
        for word in _alias(match[0]):
            is_called = plain_word in _ALIASES or (
                plain_word == word and _is_a_name(plain, match, alone=alone)
            )
            yield word, word in EVERYDAY_TOOLS and is_called


def _is_a_name(text: str, match: re.Match[str], *, alone: bool) -> bool:
    """Tell whether a word stands as a name: in a list, or with a capital where no sentence begins."""
    before, after = text[: match.start()], text[match.end() : match.end() + 1]
    if after and after in _GLUE and text[match.end() + 1 : match.end() + 2].strip():
        return after == "/" and _is_capital(match[0])
    if before and before[-1] in _GLUE:
        return before[-1] == "/" and _is_capital(match[0])
    if alone:
        return True
    bare = before.rstrip()
    begins = not bare or bare[-1] in _STOPS - {",", "(", ":"}
    if begins and _is_listed(text, match):
        return True
    return _is_capital(match[0]) and not begins


def _is_capital(word: str) -> bool:
    return word != word.lower()


def _is_listed(text: str, match: re.Match[str]) -> bool:
    """Tell whether a word is an item by itself: what follows it separates."""
    after = text[match.end() :].lstrip(" ")
    return not after or after[0] in ",;|•·\n\t()"


@lru_cache(maxsize=200_000)
def _alias(said: str) -> tuple[str, ...]:
    """Return the words that a word is compared as: mostly one."""
    low = said.lower()
    if low[-1] in "+#" or low[0] == ".":
        return (low,)
    plain = folded(said).replace(" ", "")
    if alias := _ALIASES.get(plain):
        return tuple(alias.split())
    return (_stem(plain),)


def _stem(word: str) -> str:
    """Return a word without an ending of number, case or gender, where enough of it is left."""
    if len(word) < 5 or word in EVERYDAY_TOOLS or any(map(str.isdigit, word)):
        return word
    if word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 4:
            return stem.removesuffix("e") if ending in ("ings", "ing", "ed") else stem
    return word
