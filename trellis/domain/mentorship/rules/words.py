"""Finding mentors by words: what is indexed and what is asked are taken apart in the same way."""

import re
import unicodedata

# PostgreSQL's own parser would keep "Node.js" and "UI/UX" whole, so that neither half is found.
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 64
MOST_WORDS = 10  # of a question


def words_of(text: str) -> list[str]:
    """Return the words of a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(bare)]
