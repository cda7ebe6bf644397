"""How the streams of a film are described (`stsd`): for the decoder, and beside it who made the encoder."""

from collections.abc import Iterator

from trellis.core.files.films.asides import Coding, coding_of, settings_without_asides
from trellis.core.files.films.boxes import Box, box_at, boxes_in, free, number
from trellis.core.files.films.plans import Content

_NOT_OF_A_STREAM = {b"udta", b"meta", b"uuid", b"ID32", b"name", b"free", b"skip"}
_MAKER = range(12, 16)
_ENCODER = range(42, 74)
_PICTURE = 78  # bytes before the boxes of a description
_SOUND = {0: 28, 1: 44, 2: 64}  # by its version
_FLAC_HEAD, _FLAC_MEASURES, _FLAC_PADDING = 4, 0, 1


def clean_descriptions(content: bytearray, described: Box, *, is_sound: bool) -> None:
    """Wipe the names in a `stsd`, and what decodes nothing. Raise Unclean."""
    for entry in boxes_in(content, described.body + 8, described.end):
        length = _SOUND.get(number(content, 8, entry, 2)) if is_sound else _PICTURE
        if length is None or entry.body + length > entry.end:
            continue
        for wiped in [_MAKER] if is_sound else [_MAKER, _ENCODER]:
            content[entry.body + wiped.start : entry.body + wiped.stop] = bytes(len(wiped))
        for box in _up_to_the_odd(content, entry.body + length, entry.end):
            if box.kind in _NOT_OF_A_STREAM:
                free(content, box)
            elif box.kind == b"hvcC":
                content[box.body : box.end] = settings_without_asides(bytes(content[box.body : box.end]))
            elif box.kind == b"dfLa":
                content[box.body + 4 : box.end] = without_words_of_flac(
                    bytes(content[box.body + 4 : box.end])
                )


def coding_of_pictures(content: bytearray, described: Box) -> Coding | None:
    """Return how the pictures that a `stsd` describes are coded, None where it cannot be told."""
    for entry in boxes_in(content, described.body + 8, described.end):
        boxes = _up_to_the_odd(content, entry.body + _PICTURE, entry.end)
        found = coding_of(entry.kind, {box.kind: bytes(content[box.body : box.end]) for box in boxes})
        if found:
            return found
    return None


def without_words_of_flac(blocks: bytes) -> bytes:
    """Return the blocks before FLAC's sound, of which only the measures are still told."""
    kept, at = bytearray(blocks), 0
    while at + _FLAC_HEAD <= len(kept):
        end = at + _FLAC_HEAD + int.from_bytes(kept[at + 1 : at + _FLAC_HEAD])
        if kept[at] & 0x7F != _FLAC_MEASURES:
            kept[at] = kept[at] & 0x80 | _FLAC_PADDING
            kept[at + _FLAC_HEAD : end] = bytes(min(end, len(kept)) - at - _FLAC_HEAD)
        at = end
    return bytes(kept)


def _up_to_the_odd(content: Content, start: int, end: int) -> Iterator[Box]:
    """Yield boxes, up to what is none: descriptions of old kinds have other things there."""
    while end - start >= 8:
        box = box_at(content, start, end)
        if box.broken:
            return
        yield box
        start = box.end
