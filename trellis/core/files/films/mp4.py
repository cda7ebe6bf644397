"""MP4 and MOV: the boxes of a file, whatever brand it calls itself."""

from bisect import bisect_right
from collections.abc import Iterator

from trellis.core.files.films.asides import without_asides
from trellis.core.files.films.boxes import Box, box_at
from trellis.core.files.films.fragments import cleaned_fragment
from trellis.core.files.films.movie import Movie, cleaned_movie
from trellis.core.files.films.plans import Content, NotAFilm, Plan, Unclean
from trellis.core.files.films.samples import Span

# With what a file may begin. Old films have no `ftyp`.
FIRST = {b"ftyp", b"styp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"uuid"}
# What is no film by what it calls itself, where it has no head that would tell.
_PICTURES_AND_SOUND = {
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"mif1",
    b"mif2",
    b"msf1",
    b"miaf",
}
_PICTURES_AND_SOUND |= {b"avif", b"avis", b"avci", b"jpeg", b"crx ", b"jp2 ", b"jpx ", b"jpm ", b"mjp2"}
_PICTURES_AND_SOUND |= {b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "}
_KEPT = {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"ssix", b"mfra"}
_LONGEST_HEAD = 16 * 1024 * 1024
_LONGEST_TYPE = 1024


def plan_mp4(content: Content) -> Plan:
    """Return how the film is cleaned. Raise NotAFilm, Unclean."""
    boxes = list(_boxes(content))
    kinds = [box.kind for box in boxes]
    if b"mdat" not in kinds and b"moov" not in kinds:
        raise NotAFilm
    if kinds.count(b"moov") > 1 or any(
        box.end - box.start > _LONGEST_TYPE for box in boxes if box.kind == b"ftyp"
    ):
        raise Unclean
    plan = Plan(order=[range(boxes[-1].end)])
    for box in boxes:
        if box.kind not in _KEPT:
            plan.replace(box.start + 4, b"free")
            plan.wipe(box.body, box.end)
    moov = next((box for box in boxes if box.kind == b"moov"), None)
    if moov is None:
        _refuse_what_is_none(content, boxes)
    else:
        _plan_head(content, plan, boxes, moov)
    return plan


def _boxes(content: Content) -> Iterator[Box]:
    """Yield the boxes of the file, up to what is none where all that is needed has come before."""
    at, seen = 0, set[bytes]()
    while len(content) - at >= 8:
        box = box_at(content, at, len(content))
        is_last = box.end == len(content) and content[at : at + 4] == bytes(4)
        if not seen and box.kind not in FIRST:
            raise NotAFilm
        if (box.broken or is_last) and box.kind != b"mdat":
            if seen >= {b"moov", b"mdat"}:
                return
            raise Unclean if box.kind in FIRST else NotAFilm
        yield box
        seen.add(box.kind)
        at = box.end


def _refuse_what_is_none(content: Content, boxes: list[Box]) -> None:
    """Of a film without a head nothing can be told; pictures and sound have none either, but a name."""
    kinds = {box.kind for box in boxes}
    if b"moof" in kinds:
        raise Unclean
    if b"meta" in kinds or _brand(content, boxes[0]) in _PICTURES_AND_SOUND:
        raise NotAFilm


def _brand(content: Content, first: Box) -> bytes:
    return bytes(content[first.body : first.body + 4]) if first.kind in {b"ftyp", b"styp"} else b""


def _plan_head(content: Content, plan: Plan, boxes: list[Box], moov: Box) -> None:
    if any(box.end - box.start > _LONGEST_HEAD for box in boxes if box.kind in {b"moov", b"moof"}):
        raise Unclean
    movie = cleaned_movie(bytearray(content[moov.start : moov.end]))
    spans = movie.spans(len(content))
    fragments = [box for box in boxes if box.kind == b"moof"]
    sizes = movie.default_sizes() if fragments else {}
    for box in fragments:
        piece = bytearray(content[box.start : box.end])
        spans += cleaned_fragment(piece, at=box.start, sizes=sizes, tracks=set(movie.tracks))
        plan.replace(box.start, bytes(piece))
    media = [box for box in boxes if box.kind == b"mdat"]
    spans.sort()
    _wipe_between(plan, media, spans)
    _wipe_asides(content, plan, media, [span for span in spans if span[2] in movie.codings], movie)
    if media and media[0].start < moov.start and not fragments:
        _put_first(plan, boxes, moov, movie)
    plan.replace(moov.start, bytes(movie.content))


def _wipe_between(plan: Plan, media: list[Box], spans: list[Span]) -> None:
    """Wipe what is no sample of a track that stays."""
    at = iter(spans)
    start, end, _ = next(at, (0, 0, 0))
    for box in media:
        place = box.body
        while place < box.end:
            while end <= place and (span := next(at, None)):
                start, end = span[0], max(end, span[1])
            if end <= place or start >= box.end:
                plan.wipe(place, box.end)
                break
            plan.wipe(place, start)
            place = min(end, box.end)


def _wipe_asides(content: Content, plan: Plan, media: list[Box], spans: list[Span], movie: Movie) -> None:
    """Wipe what is said aside within the samples, of those that lie where samples do."""
    bodies, done = [box.body for box in media], 0
    for start, end, track in spans:
        box = media[bisect_right(bodies, start) - 1] if media else None
        if box is None or not max(box.body, done) <= start <= end <= box.end:
            continue
        done = end
        for place, unsaid in without_asides(content, start, end, movie.codings[track]):
            plan.replace(place, unsaid)


def _put_first(plan: Plan, boxes: list[Box], moov: Box, movie: Movie) -> None:
    """Have the head before the samples, so that a player need not fetch the end to begin."""
    first = boxes[0].end if boxes[0].kind == b"ftyp" else 0
    length = moov.end - moov.start

    def moved(place: int) -> int:
        return place + length if first <= place < moov.start else place

    movie.move(moved)
    end = boxes[-1].end
    parts = [range(first), range(moov.start, moov.end), range(first, moov.start), range(moov.end, end)]
    plan.order = [part for part in parts if part]
