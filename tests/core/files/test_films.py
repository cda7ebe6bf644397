"""Of a film its pictures and its sound are kept, and nothing that says where, when or by whom it was made."""

import random
from io import BytesIO
from pathlib import Path

import pytest

import trellis.demo
from tests.core.files.films import (
    ATTACHMENTS,
    PICTURES,
    SECRET,
    SOUND,
    TAGS,
    Track,
    block,
    box,
    ebml,
    element,
    entry,
    film,
    fragmented,
    ftyp,
    numbers,
    place,
    webm,
)
from trellis.core.files.films.cleaning import clean, plan_of, suffix_of
from trellis.core.files.films.plans import NotAFilm, Unclean

NAMED = box(b"uuid", bytes(16), b"<x:xmpmeta>", SECRET)
BY_KEYS = box(b"meta", box(b"keys", b"com.apple.quicktime.location.ISO6709"), box(b"ilst", SECRET))


def cleaned(content: bytes) -> bytes:
    sink = BytesIO()
    clean(content, sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        film(brand=b"qt  ", in_head=place()),
        film(in_head=BY_KEYS),
        film(in_head=NAMED),
        film(in_head=box(b"gps ", SECRET)),
        film(in_head=box(b"meta", box(b"ID32", SECRET))),
        film(Track(inside=place())),
        film(Track(inside=BY_KEYS)),
        film(Track(beside=place())),
        film(Track(name=SECRET)),
        film(Track(described=box(b"uuid", SECRET))),
        film(
            Track(),
            Track(2, b"soun", b"fLaC", SOUND, described=box(b"dfLa", bytes(4), b"\x84\0\0\x12", SECRET)),
        ),
        film(
            Track(
                format=b"hvc1",
                described=box(b"hvcC", bytes(22), b"\1\x27\0\1\0\x17\x4e\1\5\x12", SECRET, b"\x80"),
            )
        ),
        film(first=NAMED),
        film(first=box(b"free", SECRET)),
        film(first=box(b"meta", SECRET)),
        film(gap=SECRET),
        film(last=NAMED),
        film(last=box(b"skip", SECRET)),
        film(last=b"\0\0\0\0" + SECRET),
        film(last=b"<html>" + SECRET * 9),
        fragmented(extra=NAMED),
        *(
            film(Track(), Track(2, kind, form, SECRET * 2))
            for kind, form in [(b"meta", b"gpmd"), (b"meta", b"mebx")]
        ),
        *(
            film(Track(), Track(2, kind, form, SECRET * 2))
            for kind, form in [(b"camm", b"camm"), (b"text", b"tx3g")]
        ),
        film(Track(), Track(2, b"vide", b"jpeg", SECRET * 2)),
        webm(in_info=element(0x7BA9, SECRET)),
        webm(in_info=element(0x4461, SECRET)),
        webm(in_info=element(0x7384, SECRET) + element(0x4D80, SECRET) + element(0x5741, SECRET)),
        webm(in_segment=element(TAGS, SECRET)),
        webm(in_segment=element(ATTACHMENTS, SECRET * 20)),
        webm(in_segment=element(0x1043A770, SECRET)),
        webm(in_segment=element(0xEC, SECRET)),
        webm(in_segment=element(0x4FFF, SECRET)),
        webm(in_cluster=element(0x4FFF, SECRET)),
        webm(in_cluster=element(0xA0, element(0xA1, b"\x81\0\0\0"), element(0x4FFF, SECRET))),
        webm(tracks=(entry(1, 1, b"V_VP8", element(0x536E, SECRET)), entry(2, 2, b"A_OPUS"))),
        webm(
            tracks=(
                entry(1, 1, b"V_VP8"),
                entry(2, 2, b"A_OPUS"),
                entry(3, 17, b"S", element(0x536E, SECRET)),
            ),
            in_cluster=block(3, SECRET),
        ),
        webm(
            tracks=(
                entry(1, 1, b"V_VP8"),
                entry(2, 2, b"A_FLAC", element(0x63A2, b"fLaC\x84\0\0\x12" + SECRET)),
            )
        ),
        webm(live=True, in_cluster=element(TAGS, SECRET)),
        webm(last=b"<html>" + SECRET),
    ],
)
def test_what_is_no_picture_and_no_sound_is_gone_wherever_it_stood(content: bytes) -> None:
    assert SECRET in content
    kept = cleaned(content)
    assert SECRET not in kept
    assert PICTURES in kept
    assert (SOUND in kept) == (SOUND in content)
    assert cleaned(kept) == kept


@pytest.mark.parametrize(
    ("kind", "described", "head"),
    [
        (b"avc1", box(b"avcC", b"\1\x64\0\x1f\xff"), b"\x06"),
        (b"hvc1", box(b"hvcC", bytes(21) + b"\xff\0"), b"\x4e\1"),
        (b"hev1", box(b"hvcC", bytes(21) + b"\xff\0"), b"\x50\1"),
    ],
)
@pytest.mark.parametrize("length", [18, 254, 255, 256, 300, 511])
def test_what_a_camera_says_aside_is_gone_and_captions_stay(
    kind: bytes, described: bytes, head: bytes, length: int
) -> None:
    said = (SECRET * 40)[:length]
    size = b"\xff" * (length // 255) + bytes([length % 255])
    captions = b"\x04\x08captions"
    units = [head + captions + b"\x05" + size + said + b"\x80", b"\x02" + PICTURES, head + captions + b"\x80"]
    content = b"".join(numbers(len(unit)) + unit for unit in units)
    original = film(Track(format=kind, described=described, content=content))
    kept = cleaned(original)
    assert SECRET in original
    assert SECRET not in kept
    assert kept.count(captions) == 2
    at = kept.index(b"mdat") + 4
    assert kept[at : at + 4] == numbers(len(units[0]))
    assert kept[at + 4 + len(units[0]) :].startswith(
        b"".join(numbers(len(unit)) + unit for unit in units[1:])
    )


def test_the_comments_in_front_of_sound_are_gone() -> None:
    comment = (
        b"\x03vorbis" + (1).to_bytes(4, "little") + b"v" + bytes([1, 0, 0, 0, 18, 0, 0, 0]) + SECRET + b"\1"
    )
    private = bytes([2, 3, len(comment)]) + b"one" + comment + b"three"
    kept = cleaned(webm(tracks=(entry(1, 1, b"V_VP8"), entry(2, 2, b"A_VORBIS", element(0x63A2, private)))))
    assert SECRET not in kept
    assert bytes([2, 3, len(comment)]) + b"one\x03vorbis" in kept
    assert bytes(4) + b"\1three" in kept


def test_when_it_was_made_is_gone() -> None:
    made = numbers(3_900_000_000)
    assert film().count(made) == 10
    assert made not in cleaned(film())


def test_the_head_is_put_first_and_finds_the_same_samples() -> None:
    original = film(Track(content=PICTURES), gap=SECRET, in_head=place())
    kept = cleaned(original)
    assert len(kept) == len(original)
    assert kept.index(b"moov") < kept.index(b"mdat")
    at = kept.index(b"stco") + 12
    offset = int.from_bytes(kept[at : at + 4])
    assert kept[offset : offset + len(PICTURES)] == PICTURES


def test_a_fragment_keeps_its_samples_where_they_are() -> None:
    original = fragmented(extra=box(b"free", bytes(20)))
    kept = cleaned(original)
    assert [kept.index(what) for what in (PICTURES, PICTURES[::-1])] == [
        original.index(what) for what in (PICTURES, PICTURES[::-1])
    ]


def test_the_samples_of_old_sound_are_kept_though_its_tables_tell_no_size() -> None:
    track = Track(2, b"soun", b"sowt", SOUND)
    whole = film(Track(), track)
    sizes = box(b"stsz", numbers(0, 0, 2, len(SOUND) // 2, len(SOUND) - len(SOUND) // 2))
    old = box(b"stsz", numbers(0, 1, 2)) + box(b"free")
    assert SOUND in cleaned(whole.replace(sizes, old))


def test_the_film_of_the_demo_is_clean() -> None:
    path = Path(trellis.demo.__path__[0]) / "assets" / "practice_session.mp4"
    assert cleaned(path.read_bytes()) == path.read_bytes()


BRANDS = [
    b"avc1",
    b"isom",
    b"mp42",
    b"dash",
    b"MSNV",
    b"XAVC",
    b"M4V ",
    b"3gp5",
    b"3g2a",
    b"iso9",
    b"f4v ",
    b"zzzz",
]


@pytest.mark.parametrize("brand", BRANDS)
def test_a_film_is_known_by_its_boxes_whatever_its_brand(brand: bytes) -> None:
    bare = ftyp(brand, b"avc1", b"isom") + box(b"free", bytes(4)) + box(b"mdat", b"frames" * 20)
    assert cleaned(bare) == bare
    assert suffix_of(bare) == suffix_of(cleaned(film(brand=brand))) == ".mp4"


def test_films_of_quicktime_need_no_type() -> None:
    old = box(b"wide") + box(b"mdat", PICTURES)
    assert cleaned(old) == box(b"free") + box(b"mdat", PICTURES)
    assert suffix_of(old) == suffix_of(film(brand=b"qt  ")) == ".mov"


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"text",
        ftyp(b"heic") + box(b"meta", bytes(20)) + box(b"mdat", PICTURES),
        ftyp(b"avif") + box(b"mdat", PICTURES),
        ftyp(b"isom") + box(b"meta", bytes(20)) + box(b"mdat", PICTURES),
        film(Track(1, b"soun", b"mp4a", SOUND), brand=b"M4A "),
        film(Track(1, b"soun", b"mp4a", SOUND)),
        film(Track(1, b"pict", b"av01")),
        ftyp(),
        ftyp() + bytes(64),
        ftyp() + b"<html><script>alert(1)</script></html>",
        ftyp() + box(b"moov", box(b"mvhd", bytes(100))) + box(b"mdat", PICTURES),
        webm(kind=b"matroska"),
        ebml(),
        ebml() + b"<html><script>alert(1)</script></html>",
        ebml() + bytes(64),
        ebml() + element(0x18538067, b"<html>"),
        webm(tracks=(entry(1, 2, b"A_OPUS"),)),
    ],
    ids=range(18),
)
def test_what_is_something_else_is_no_film(content: bytes) -> None:
    with pytest.raises(NotAFilm):
        plan_of(content)


@pytest.mark.parametrize(
    "content",
    [
        ftyp() + box(b"mdat", PICTURES) + box(b"moov", box(b"cmov", bytes(40))),
        film(Track(data=box(b"url ", bytes(4), b"file:///home/me/film.mov"))),
        film(last=box(b"moov", bytes(20))),
        film()[:-30],
        film().replace(b"stsc", b"stsx"),
        film().replace(b"stsz", b"stsx"),
        ftyp() + box(b"moof", bytes(20)) + box(b"mdat", PICTURES),
    ],
    ids=range(7),
)
def test_what_cannot_be_read_to_its_end_is_not_taken(content: bytes) -> None:
    with pytest.raises(Unclean):
        plan_of(content)


def test_a_film_whose_end_is_missing_is_taken_as_far_as_it_goes() -> None:
    whole = webm()
    kept = cleaned(whole[:-400])
    assert whole.startswith(kept[:40])
    assert PICTURES in kept
    assert PICTURES in cleaned(cleaned(film())[:-20])


@pytest.mark.parametrize("original", [film(), fragmented(), webm(), webm(live=True)])
def test_a_mangled_film_is_cleaned_or_refused(original: bytes) -> None:
    chance = random.Random(4)
    for _ in range(400):
        mangled = bytearray(original)
        for _ in range(chance.randint(1, 8)):
            mangled[chance.randrange(len(mangled))] = chance.choice(
                [0, 1, 8, 0x7F, 0x80, 0xFF, chance.randrange(256)]
            )
        try:
            cleaned(bytes(mangled[: chance.randint(1, len(mangled))] if chance.random() < 0.2 else mangled))
        except (NotAFilm, Unclean):
            continue
