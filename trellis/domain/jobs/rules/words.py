"""Finding jobs by words, skills and places: what is indexed and what is asked are taken apart in one way."""

from collections.abc import Iterable, Iterator

from trellis.core.db.words import WHOLE, AsWritten, lexemes, prefix_query, quoted, words_of
from trellis.domain.jobs.rules.limits import MOST_SKILLS_ASKED

_MOST_OF_PLACE = 10  # words that are asked for


def words_of_posting(*, title: str, organization: str, location: str, skills: Iterable[str]) -> str:
    """Return what Posting.listing holds."""
    named = list(skills)
    apart = [*_skills(named), *(_place(word) for word in words_of(location))]
    return " ".join(map(quoted, dict.fromkeys([*lexemes(title, organization, location, *named), *apart])))


def query_for_postings(
    *, search: str = "", skills: Iterable[str] = (), location: str = ""
) -> AsWritten | None:
    """Return the query for jobs with all of this, of which something is asked; None where nothing can match.

    Words of `search` begin a word of title, organization, location or skills; a skill is meant whole; words
    of `location` begin a word of the place.
    """
    asked = (
        (search, [prefix_query(search)]),
        (location, [f"{quoted(_place(word))}:*" for word in words_of(location)[:_MOST_OF_PLACE]]),
        *((skill, [quoted(word) for word in _skills([skill])]) for skill in list(skills)[:MOST_SKILLS_ASKED]),
    )
    terms: list[str] = []
    for text, of_text in asked:
        if text.strip() and not any(of_text):
            return None  # signs alone are found nowhere
        terms += filter(None, of_text)
    return AsWritten(" & ".join(terms)) if terms else None


def _skills(skills: Iterable[str]) -> Iterator[str]:
    for skill in skills:
        if words := words_of(skill):
            yield f"{WHOLE}skill {' '.join(words)}"


def _place(word: str) -> str:
    return f"{WHOLE}place {word}"
