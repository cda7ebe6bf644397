"""The tracks of a WebM: pictures and sound stay, without their names and the words of who made them."""

from trellis.core.files.films.descriptions import without_words_of_flac
from trellis.core.files.films.elements import Element, elements_in, void
from trellis.core.files.films.plans import Content, NotAFilm, Plan

_ENTRY, _NUMBER, _KIND, _CODEC, _PRIVATE = 0xAE, 0xD7, 0x83, 0x86, 0x63A2
_PICTURES, _SOUND = 1, 2
_KEPT = {_NUMBER, 0x73C5, _KIND, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x234E7A, 0x55EE, 0x41E4}
_KEPT |= {0x55AB, 0x55AC, 0x55AD, 0x55AE, 0x55AF, 0x22B59C, 0x22B59D, _CODEC, _PRIVATE, 0x56AA, 0x56BB}
_KEPT |= {0xE0, 0xE1, 0x6D80, 0x23314F}


def cleaned_tracks(content: Content, plan: Plan, tracks: Element) -> set[int]:
    """Wipe what describes no picture and no sound; return the numbers of the tracks that stay.

    Raise NotAFilm where none has pictures, Unclean.
    """
    kept: dict[int, int] = {}
    for entry in elements_in(content, tracks.body, tracks.end):
        parts = elements_in(content, entry.body, entry.end) if entry.number == _ENTRY else []
        said = {part.number: bytes(content[part.body : part.end]) for part in parts}
        kind = int.from_bytes(said.get(_KIND, b""))
        if kind not in {_PICTURES, _SOUND}:
            void(plan, entry)
            continue
        kept[int.from_bytes(said.get(_NUMBER, b""))] = kind
        for part in parts:
            if part.number not in _KEPT:
                void(plan, part)
            elif part.number == _PRIVATE:
                plan.replace(part.body, _without_words(said[_PRIVATE], said.get(_CODEC, b"")))
    if _PICTURES not in kept.values():
        raise NotAFilm
    return set(kept)


def _without_words(private: bytes, codec: bytes) -> bytes:
    """Return what a decoder needs to begin with, without the comments of those who made the sound."""
    if codec == b"A_VORBIS":
        return _without_words_of_vorbis(private)
    if codec == b"A_FLAC":
        start = 4 if private.startswith(b"fLaC") else 0
        return private[:start] + without_words_of_flac(private[start:])
    return private


def _without_words_of_vorbis(private: bytes) -> bytes:
    """Empty the second of the three heads, whose lengths stand before them in parts of 255."""
    at, lengths = 1, list[int]()
    while private[:1] == b"\x02" and len(lengths) < 2 and at < len(private):
        end = next((i for i in range(at, len(private)) if private[i] != 255), len(private) - 1)
        lengths.append(255 * (end - at) + private[end])
        at = end + 1
    start = at + sum(lengths[:1])
    end = start + sum(lengths[1:])
    # A mark, the length of the maker's name, the name, no comments, the end.
    vendor = end - start - 16
    if private[start : start + 7] != b"\x03vorbis" or vendor < 0 or end > len(private):
        return private
    empty = b"\x03vorbis" + vendor.to_bytes(4, "little") + b" " * vendor + bytes(4) + b"\x01"
    return private[:start] + empty + private[end:]
