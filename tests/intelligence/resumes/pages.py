"""Small pages for tests, and what is read of them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from reportlab.pdfgen.canvas import Canvas

from trellis.core.files.papers.kinds import read_as
from trellis.core.files.papers.layout import Paper
from trellis.intelligence.resumes.found import Found, Resume
from trellis.intelligence.resumes.reading import read_resume
from trellis.intelligence.understanding.labels import known_skills

FONTS = Path(settings.MODELS_DIR) / "manimgx_fonts"


def pdf(*draw: Callable[[Canvas], Any], **options: Any) -> bytes:
    """Return a PDF with a page for each of these."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1, **options)
    for each in draw:
        canvas.setFont("Helvetica", 11)
        each(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(
    *texts: str, x: float = 60, top: float = 780, size: float = 11, step: float = 14
) -> Callable[[Canvas], None]:
    """Draw lines one below the other."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, text in enumerate(texts):
            canvas.drawString(x, top - step * number, text)

    return draw


def both(*draw: Callable[[Canvas], Any]) -> Callable[[Canvas], None]:
    """Draw all of these on one page."""

    def all_of_them(canvas: Canvas) -> None:
        for each in draw:
            each(canvas)

    return all_of_them


def said(paper: Paper) -> list[str]:
    """Return the lines that were read."""
    return [line.text for line in paper.lines]


def of_pdf(*draw: Callable[[Canvas], Any]) -> Resume:
    """Return what a PDF says."""
    return resume(read_as("pdf", pdf(*draw)))


def of_text(text: str, *, country: str = "") -> Resume:
    """Return what a text file says."""
    return resume(read_as("txt", text.encode()), country=country)


def resume(paper: Paper, *, country: str = "") -> Resume:
    """Return what a document says, spans checked."""
    read = read_resume(paper, known=known_skills(Path(settings.MODELS_DIR)), country=country)
    for each in (*read.emails, *read.skills, *read.links):
        assert all(0 <= start < end <= len(read.text) for start, end in each.spans), each
    return read


def values(found: tuple[Found, ...]) -> list[str]:
    """Return what was found."""
    return [each.value for each in found]


def jobs(read: Resume) -> list[tuple[str, str, str, str]]:
    """Return title, employer, start and end of each job; "now" for one that runs, "" for what is not said."""
    return [
        (
            job.title.value if job.title else "",
            job.employer.value if job.employer else "",
            str(job.times.start or "") if job.times else "",
            ("now" if job.times.is_running else str(job.times.end or "")) if job.times else "",
        )
        for job in read.jobs
    ]
