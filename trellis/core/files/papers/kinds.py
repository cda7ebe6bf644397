"""Which reader a document is given to."""

from __future__ import annotations

from trellis.core.files.papers.layout import Paper


def read_as(kind: str, content: bytes) -> Paper:
    """Return what a document of this kind says, loading its reader alone; raise a Fault."""
    if kind == "pdf":
        from trellis.core.files.papers.pdf.reading import read_pdf

        return read_pdf(content)
    if kind == "docx":
        from trellis.core.files.papers.word.reading import read_word

        return read_word(content)
    from trellis.core.files.papers.plain import read_plain

    return read_plain(content)
