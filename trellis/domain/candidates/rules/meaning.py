"""What of a profile is understood by a model: what somebody can and has done, and nothing of who they are."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from trellis.intelligence.ranking.neutral import FILLER, neutral

# The model reads no further.
_LONGEST = 1000
_DIGEST_BYTES = 8
# A change of anything else in a profile leaves its meaning as it is.
SAID_IN = frozenset({"skills", "education", "languages", "resume_data"})


def words_of(
    *, skills: Sequence[str], courses: Sequence[str], languages: Sequence[str], resume_data: str | None
) -> str:
    """Return the words, the weightiest first, without those that tell who somebody is.

    Names of employers and schools have none either: more than of work they tell of faith and descent.
    """
    parts = (skills, list(_titles(resume_data)), courses, languages)
    said = (", ".join(filter(None, dict.fromkeys(part))) for part in parts)
    words = neutral(". ".join(filter(None, said)))
    return " ".join(words.replace(FILLER, " ").split())[:_LONGEST]


def digest_of(words: str) -> int:
    """Return a number of these words, as a column holds it."""
    digest = hashlib.sha256(words.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:_DIGEST_BYTES], signed=True)


def _titles(resume_data: str | None) -> Iterator[str]:
    """Yield the titles of the jobs that somebody has confirmed; a text that is none of ours has none."""
    try:
        said: Any = json.loads(resume_data or "{}")
    except ValueError:
        return
    jobs = said.get("jobs") if isinstance(said, dict) else None
    for job in jobs if isinstance(jobs, list) else ():
        title = job.get("title") if isinstance(job, dict) else None
        if isinstance(title, str):
            yield title
