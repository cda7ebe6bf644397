"""Words that are known as skills: the labels of a published list (docs/models.md), looked up."""

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import structlog

from trellis.core.files.data import DataError, DataFile

log = structlog.get_logger("trellis.models")
_FILE = DataFile(
    "skill_extractor/data/skills.json", "2f21613257e003376e36107b06427da8cc7a5f8bb050318dc4830e02d88f6360"
)
_WORD = re.compile(r"[\w+#.&/'-]*[\w+#]")
_MOST_WORDS = 4


@cache
def known_skills(directory: Path) -> frozenset[str]:
    """Return all labels, in lower case; none where the file is not there, which the log says."""
    try:
        labels = json.loads(_FILE.found(directory).read_text("utf-8"))
    except DataError as error:
        log.error("no labels of skills", error=str(error))
        return frozenset()
    return frozenset(labels)


def labelled(text: str, known: Collection[str]) -> Iterator[str]:
    """Yield the longest names in a text that are known as skills; of single words those with capitals.

    Many a label is an everyday word, too: "go", "writing", "bee".
    """
    words = list(_WORD.finditer(text))
    start = 0
    while start < len(words):
        for end in range(min(start + _MOST_WORDS, len(words)), start, -1):
            name = text[words[start].start() : words[end - 1].end()]
            if name.lower() in known and (end - start > 1 or _is_a_name(name, first=start == 0)):
                yield name
                start = end - 1
                break
        start += 1


def _is_a_name(word: str, *, first: bool) -> bool:
    return word != word.lower() and not (first and word[1:] == word[1:].lower())
