"""Each resume as a file, by a program that is not the one that reads it."""

from tests.intelligence.resumes.drawn import canvas, typst, word
from tests.intelligence.resumes.people import LANGUAGES, LAYOUTS, Written


def file_of(written: Written) -> bytes:
    """Return the file; of PDF half by Typst and half by ReportLab, which shapes no Arabic letters."""
    if written.kind == "docx":
        return word.drawn(written)
    place = LANGUAGES.index(written.language) + LAYOUTS.index(written.layout)
    by_typst = written.language == "ar" or place % 2 == 0
    return typst.drawn(written) if by_typst else canvas.drawn(written)
