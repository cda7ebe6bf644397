"""What a film is, and how it is cleaned. Only a child process reads a stranger's file to its end."""

import re
from typing import IO

from trellis.core.files.films import mp4, webm
from trellis.core.files.films.boxes import box_at
from trellis.core.files.films.plans import Content, NotAFilm, Plan

_KIND = re.compile(rb"[ \xa9A-Za-z0-9_-]{4}")  # of a box


def clean(content: Content, sink: IO[bytes]) -> None:
    """Write the film to the sink: its pictures and its sound, and nothing else. Raise NotAFilm, Unclean."""
    plan_of(content).write(content, sink)


def plan_of(content: Content) -> Plan:
    """Return how the film is cleaned. Raise NotAFilm, Unclean."""
    is_webm = content[:4] == webm.EBML.to_bytes(4)
    return webm.plan_webm(content) if is_webm else mp4.plan_mp4(content)


def suffix_of(head: bytes) -> str | None:
    """Return the suffix of the MP4, MOV or WebM that begins like this; None for what begins otherwise.

    A film may still turn out to be none: of that, its end has a say.
    """
    try:
        if head[:4] == webm.EBML.to_bytes(4):
            said, end = webm.doc_type(head)
            return ".webm" if said == "webm" and webm.segment_after(head, end) else None
    except NotAFilm:
        return None
    first = box_at(head, 0, max(len(head), 8))
    if first.kind not in mp4.FIRST or first.body > len(head):
        return None
    if first.kind not in {b"ftyp", b"styp"}:
        return ".mov"
    following = head[first.end + 4 : first.end + 8]
    if first.broken or (following and not _KIND.fullmatch(following)):
        return None
    return ".mov" if head[first.body : first.body + 4] == b"qt  " else ".mp4"
