"""The head of a film (`moov`): what it says of the pictures and the sound stays, everything else is wiped."""

from collections.abc import Callable
from dataclasses import dataclass, field

from trellis.core.files.films.asides import Coding
from trellis.core.files.films.boxes import Box, box_at, boxes_in, child, free, number
from trellis.core.files.films.descriptions import clean_descriptions, coding_of_pictures
from trellis.core.files.films.plans import NotAFilm, Unclean
from trellis.core.files.films.samples import Chunks, Span, chunks_of, move, spans_of

# Whatever a box may hold beside these is metadata, or what no player needs.
_KEPT = {
    b"moov": {b"mvhd", b"trak", b"mvex"},
    b"mvex": {b"mehd", b"trex", b"leva"},
    b"trak": {b"tkhd", b"edts", b"tref", b"tapt", b"mdia"},
    b"tref": {b"fall", b"folw", b"auxl", b"vdep", b"sync"},
    b"edts": {b"elst"},
    b"tapt": {b"clef", b"prof", b"enof"},
    b"mdia": {b"mdhd", b"hdlr", b"elng", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {
        b"stsd",
        b"stts",
        b"ctts",
        b"cslg",
        b"stsc",
        b"stsz",
        b"stz2",
        b"stco",
        b"co64",
        b"stss",
        b"stps",
    }
    | {b"stsh", b"sdtp", b"sbgp", b"sgpd", b"subs", b"padb", b"stdp"},
}
_PICTURES, _SOUND = b"vide", b"soun"
# A cover beside the film is a file of its own, with metadata of its own.
_STILLS = {b"jpeg", b"png ", b"tiff", b"gif "}


@dataclass
class Movie:
    """The head, cleaned; of the tracks that are left the chunks, and the coding in which asides can be found.

    `starts` are those of the chunks of all tracks, also of those that are gone.
    """

    content: bytearray
    tracks: dict[int, Chunks] = field(default_factory=dict)
    codings: dict[int, Coding] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    def spans(self, end: int) -> list[Span]:
        """Return where in the file of that length the samples are that stay."""
        return [
            span
            for track, chunks in self.tracks.items()
            for span in spans_of(track, chunks, self.starts, end)
        ]

    def default_sizes(self) -> dict[int, int]:
        """Return of each track how large a sample is where a fragment does not say it."""
        moov = box_at(self.content, 0, len(self.content))
        extended = [one for one in boxes_in(self.content, moov.body, moov.end) if one.kind == b"mvex"]
        defaults = [one for box in extended for one in boxes_in(self.content, box.body, box.end)]
        return {
            number(self.content, 4, one): number(self.content, 16, one)
            for one in defaults
            if one.kind == b"trex"
        }

    def move(self, moved: Callable[[int], int]) -> None:
        """Write down where the chunks are when the file is put in another order."""
        for trak in _tracks(self.content):
            move(self.content, child(self.content, trak, b"mdia", b"minf", b"stbl"), moved)


def cleaned_movie(content: bytearray) -> Movie:
    """Wipe a `moov` in its place. Raise NotAFilm for one without moving pictures, Unclean."""
    movie = Movie(content)
    tracks = _tracks(content)
    if not tracks and any(box.kind == b"cmov" for box in boxes_in(content, 8, len(content))):
        raise Unclean
    for trak in tracks:
        media = child(content, trak, b"mdia")
        handler = _handler(content, media)
        table = child(content, media, b"minf", b"stbl") if _is_whole(content, media) else None
        chunks = chunks_of(content, table, is_sound=handler == _SOUND) if table else Chunks([], [])
        movie.starts += chunks.starts
        if handler in {_PICTURES, _SOUND} and table and not _is_cover(content, trak, tracks):
            movie.tracks[_number(content, trak)] = chunks
        else:
            free(content, trak)
    movie.starts.sort()
    if _PICTURES not in {_handler(content, child(content, trak, b"mdia")) for trak in _tracks(content)}:
        raise NotAFilm
    _clean(content, box_at(content, 0, len(content)), set(movie.tracks))
    for trak in _tracks(content):
        media = child(content, trak, b"mdia")
        described = child(content, media, b"minf", b"stbl", b"stsd")
        is_sound = _handler(content, media) == _SOUND
        clean_descriptions(content, described, is_sound=is_sound)
        coding = None if is_sound else coding_of_pictures(content, described)
        if coding:
            movie.codings[_number(content, trak)] = coding
    return movie


def _tracks(content: bytearray) -> list[Box]:
    moov = box_at(content, 0, len(content))
    return [box for box in boxes_in(content, moov.body, moov.end) if box.kind == b"trak"]


def _number(content: bytearray, trak: Box) -> int:
    head = child(content, trak, b"tkhd")
    return number(content, 20 if number(content, 0, head, 1) else 12, head)


def _handler(content: bytearray, media: Box) -> bytes:
    head = child(content, media, b"hdlr")
    return number(content, 8, head).to_bytes(4)


def _is_whole(content: bytearray, media: Box) -> bool:
    inner = [one for one in boxes_in(content, media.body, media.end) if one.kind == b"minf"]
    return any(one.kind == b"stbl" for box in inner for one in boxes_in(content, box.body, box.end))


def _format(content: bytearray, trak: Box) -> bytes:
    media = child(content, trak, b"mdia")
    if _handler(content, media) != _PICTURES or not _is_whole(content, media):
        return b""
    described = child(content, media, b"minf", b"stbl", b"stsd")
    return bytes(content[described.body + 12 : described.body + 16])


def _is_cover(content: bytearray, trak: Box, tracks: list[Box]) -> bool:
    """Say whether it is a still picture beside what moves."""
    others = {_format(content, one) for one in tracks if content[one.start + 4 : one.start + 8] == b"trak"}
    return _format(content, trak) in _STILLS and bool(others - _STILLS - {b""})


def _clean(content: bytearray, parent: Box, tracks: set[int]) -> None:
    end = parent.body
    for box in boxes_in(content, parent.body, parent.end):
        end = box.end
        if box.kind not in _KEPT[parent.kind]:
            free(content, box)
        elif box.kind in _KEPT:
            _clean(content, box, tracks)
        elif parent.kind == b"tref":
            _keep_references(content, box, tracks)
        elif box.kind in _LEAVES:
            _LEAVES[box.kind](content, box)
    content[end : parent.end] = bytes(parent.end - end)


def _keep_references(content: bytearray, box: Box, tracks: set[int]) -> None:
    named = {number(content, at, box) for at in range(0, box.end - box.body, 4)}
    if not named <= tracks:
        free(content, box)


def _forget_times(content: bytearray, box: Box) -> None:
    """Wipe when it was made and changed."""
    length = 16 if number(content, 0, box, 1) else 8
    number(content, 4, box, length)
    content[box.body + 4 : box.body + 4 + length] = bytes(length)


def _forget_name(content: bytearray, box: Box) -> None:
    """Of a handler keep its kind alone."""
    number(content, 8, box)
    content[box.body + 12 : box.end] = bytes(box.end - box.body - 12)


def _only_here(content: bytearray, box: Box) -> None:
    """Take no film whose samples are in another file, whose name would be here."""
    for entry in boxes_in(content, box.body + 8, box.end):
        if not number(content, 3, entry, 1) & 1:
            raise Unclean
        content[entry.body + 4 : entry.end] = bytes(entry.end - entry.body - 4)


_LEAVES: dict[bytes, Callable[[bytearray, Box], None]] = {
    b"mvhd": _forget_times,
    b"tkhd": _forget_times,
    b"mdhd": _forget_times,
    b"hdlr": _forget_name,
    b"dref": _only_here,
}
