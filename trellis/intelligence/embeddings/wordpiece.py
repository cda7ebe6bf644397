"""Texts as pieces of words: those of BERT's English vocabulary, uncased, cut as its own tokenizer does."""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

_LONGEST_WORD = 100
# Controls, formats, private use: what is not assigned yet may be a letter one day.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_UNKNOWN, _FIRST, _LAST = "[UNK]", "[CLS]", "[SEP]"
# The ideographs of the tokenizer's own list, each a word of its own.
_IDEOGRAPHS = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F)),
    *((0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)


class WordPieces:
    """A vocabulary, and how texts are cut by it."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}

    @classmethod
    def read(cls, path: Path) -> "WordPieces":
        """Return the vocabulary of a file, a piece a line."""
        return cls(path.read_text("utf-8").split("\n"))

    def ids(self, text: str, *, most: int) -> list[int]:
        """Return the numbers of a text's pieces between the two marks, of its beginning `most` at most."""
        pieces = (piece for word in _words(text) for piece in self._pieces(word))
        inside = [self._ids[piece] for piece in islice(pieces, most - 2)]
        return [self._ids[_FIRST], *inside, self._ids[_LAST]]

    def _pieces(self, word: str) -> list[str]:
        """Cut a word into the longest pieces there are, from its beginning."""
        if len(word) > _LONGEST_WORD:
            return [_UNKNOWN]
        found: list[str] = []
        start = 0
        while start < len(word):
            piece = self._longest(word[start:], prefix="##" if start else "")
            if piece is None:
                return [_UNKNOWN]
            found.append(piece)
            start += len(piece) - (2 if start else 0)
        return found

    def _longest(self, rest: str, *, prefix: str) -> str | None:
        candidates = (prefix + rest[:end] for end in range(len(rest), 0, -1))
        return next((piece for piece in candidates if piece in self._ids), None)


def _words(text: str) -> Iterator[str]:
    for chunk in _cleaned(text).split():
        word = ""
        for character in chunk:
            if _is_punctuation(character):
                yield from filter(None, (word, character))
                word = ""
            else:
                word += character
        if word:
            yield word


def _cleaned(text: str) -> str:
    """Return the text in lower case and without accents, ideographs standing alone."""
    kept = "".join(_as_kept(character) for character in text)
    bare = (c for c in unicodedata.normalize("NFD", kept) if unicodedata.category(c) != "Mn")
    return "".join(bare).lower()


def _as_kept(character: str) -> str:
    if character in "\t\n\r" or character.isspace():
        return " "
    if character == "\ufffd" or unicodedata.category(character) in _UNSEEN:
        return ""
    return f" {character} " if _is_ideograph(ord(character)) else character


def _is_ideograph(code: int) -> bool:
    return any(low <= code <= high for low, high in _IDEOGRAPHS)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" or character in "$+<=>^`|~"
