"""The words by which a mentor is found."""

from collections.abc import Sequence

from trellis.core.db.folding import fold
from trellis.core.db.words import WHOLE, lexemes

_LONGEST_AREA = 200  # folded: of one ligature can come eighteen letters


def words_of_mentor(*, name: str, expertise: Sequence[str], company: str, job_title: str) -> list[str]:
    """Return what Mentor.search holds for such a mentor: words of all, and each area as a whole."""
    return [*lexemes(name, *expertise, company, job_title), *map(whole_area, expertise)]


def whole_area(area: str) -> str:
    """Return the lexeme of one whole area of expertise, whatever its case, accents and spaces."""
    return WHOLE + " ".join(fold(area).split())[:_LONGEST_AREA]
