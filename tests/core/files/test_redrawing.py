"""No file is more than refused, and every picture comes out as it should, within the memory there is."""

import random
import struct
from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from tests.core.files.pictures import BLUE, RED, encoded, half_and_half, is_like
from trellis.core.files.redrawing import NotAPicture, TooManyPixels, redrawn

GREENWICH = "Secret place"


def anew(original: bytes) -> BytesIO:
    return BytesIO(redrawn(BytesIO(original), most_pixels=50_000_000, memory=2**29))


def made(original: bytes) -> Image.Image:
    return Image.open(anew(original))


def with_places(*, orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = GREENWICH
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 28.0, 40.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_it_was_taken_is_gone(kind: str) -> None:
    original = encoded(half_and_half(), kind, exif=with_places())
    assert GREENWICH.encode() in original
    kept = anew(original).read()
    assert GREENWICH.encode() not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert dict(picture.getexif()) == {}
        assert not picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)


def test_every_other_kind_of_metadata_is_gone_too() -> None:
    text = PngInfo()
    text.add_text("Comment", GREENWICH)
    text.add_itxt("XML:com.adobe.xmp", f"<x>{GREENWICH}</x>")
    transparent = half_and_half(mode="RGBA")
    transparent.putalpha(100)
    originals = [
        encoded(transparent, "PNG", pnginfo=text, icc_profile=GREENWICH.encode()),
        encoded(half_and_half(), "JPEG", comment=GREENWICH, icc_profile=GREENWICH.encode()),
        encoded(half_and_half(), "JPEG", xmp=GREENWICH.encode()),
        encoded(half_and_half(), "GIF", comment=GREENWICH),
    ]
    for original in originals:
        kept = anew(original)
        with Image.open(kept) as picture:
            known = {"jfif", "jfif_version", "jfif_density", "jfif_unit", "progressive", "progression"}
            assert set(picture.info) <= known
        assert GREENWICH.encode() not in kept.getvalue()


@pytest.mark.parametrize(
    ("orientation", "red_corner"),
    [
        (1, "left"),
        (2, "right"),
        (3, "right"),
        (4, "left"),
        (5, "top"),
        (6, "top"),
        (7, "bottom"),
        (8, "bottom"),
    ],
)
def test_it_stands_upright(orientation: int, red_corner: str) -> None:
    original = encoded(half_and_half(), "JPEG", exif=with_places(orientation=orientation))
    with Image.open(anew(original)) as picture:
        assert picture.size == ((64, 32) if red_corner in {"left", "right"} else (32, 64))
        width, height = picture.size
        at = {
            "left": (4, height // 2),
            "right": (width - 4, height // 2),
            "top": (width // 2, 4),
            "bottom": (width // 2, height - 4),
        }
        assert is_like(picture.getpixel(at[red_corner]), RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_is_kept(kind: str) -> None:
    original = half_and_half(mode="RGBA")
    original.paste((0, 0, 0, 0), (0, 0, 8, 8))
    kept = anew(encoded(original, kind, lossless=True))
    with Image.open(kept) as picture:
        assert (picture.format, picture.mode) == ("PNG", "RGBA")
        assert [picture.getpixel(at)[3] for at in ((2, 2), (40, 20))] == [0, 255]


def test_the_transparent_colour_of_a_palette_is_kept() -> None:
    picture = Image.new("P", (16, 16), 1)
    picture.putpalette([*RED, *BLUE])
    picture.putpixel((3, 3), 0)
    for kind in ("GIF", "PNG"):
        with Image.open(anew(encoded(picture, kind, transparency=0))) as kept:
            assert kept.format == "PNG"
            assert [kept.getpixel(at)[3] for at in ((3, 3), (9, 9))] == [0, 255]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind: str) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in (RED, BLUE, RED)]
    original = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
    with Image.open(BytesIO(original)) as moving:
        assert moving.n_frames == 3
    with Image.open(anew(original)) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        assert is_like(picture.convert("RGB").getpixel((8, 8)), RED)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("I;16", "PNG"), ("LA", "PNG"), ("P", "GIF")],
)
def test_every_colour_model_is_understood(mode: str, kind: str) -> None:
    source = half_and_half(mode="L" if mode == "I;16" else "RGB").convert(mode)
    with Image.open(anew(encoded(source, kind))) as picture:
        assert picture.mode in {"RGB", "RGBA"}
        assert picture.size == (64, 32)


def test_a_large_picture_is_made_smaller_in_its_proportions() -> None:
    with Image.open(anew(encoded(half_and_half((4000, 1000)), "PNG"))) as picture:
        assert picture.size == (2560, 640)


def test_a_small_one_is_not_made_larger_and_a_thin_one_keeps_a_pixel() -> None:
    for size, kept_size in (((1, 1), (1, 1)), ((9000, 1), (2560, 1))):
        with Image.open(anew(encoded(Image.new("RGB", size), "PNG"))) as picture:
            assert picture.size == kept_size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_page_that_hides_behind_a_picture_is_gone(kind: str) -> None:
    page = b"<html><script>alert(document.domain)</script></html>"
    kept = anew(encoded(half_and_half(), kind) + page)
    assert b"<script>" not in kept.read()


# Each is an entry that Pillow reads and cannot write again.
@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        (ExifTags.Base.ImageDescription, 11),
        (ExifTags.Base.Make, 5),
        (ExifTags.Base.ImageWidth, 2),
        (ExifTags.Base.ImageLength, 1),
    ],
)
def test_odd_metadata_does_not_keep_a_picture_from_standing_upright(tag: int, kind: int) -> None:
    orientation = struct.pack("<HHIHxx", ExifTags.Base.Orientation, 3, 1, 6)
    odd = struct.pack("<HHII", tag, kind, 1, 8)
    exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + struct.pack("<H", 2) + orientation + odd + bytes(64)
    with Image.open(anew(encoded(half_and_half(), "JPEG", exif=exif))) as picture:
        assert picture.size == (32, 64)
        assert is_like(picture.getpixel((16, 4)), RED)


# Pillow warns of broken metadata; warnings are errors in tests only.
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_no_broken_picture_is_more_than_refused() -> None:
    chance = random.Random(20300505)
    noise = Image.effect_noise((48, 32), 50).convert("RGB")
    exif = with_places(orientation=6)
    kinds: dict[str, dict[str, Any]] = {
        "JPEG": {"exif": exif},
        "PNG": {"exif": exif},
        "WEBP": {"exif": exif},
        "GIF": {"save_all": True, "append_images": [Image.new("RGB", (48, 32), RED)]},
    }
    originals = [encoded(noise, kind, **options) for kind, options in kinds.items()]
    refused = kept = 0
    for turn in range(4000):
        broken = bytearray(originals[turn % len(originals)])
        reach = chance.choice([60, 250, len(broken)])
        for _ in range(chance.choice([1, 2, 5, 20])):
            broken[chance.randrange(min(reach, len(broken)))] = chance.randrange(256)
        try:
            redrawn(BytesIO(bytes(broken)), most_pixels=50_000_000, memory=2**29)
            kept += 1
        except (NotAPicture, TooManyPixels):
            refused += 1
    assert refused > 100
    assert kept > 100


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
@pytest.mark.parametrize("size", [(64, 32), (3000, 1500)])
def test_what_is_transparent_stays_so_at_every_size(mode: str, size: tuple[int, int]) -> None:
    picture = Image.new("RGBA", size, (*RED, 255))
    picture.paste((0, 0, 0, 0), (0, 0, size[0] // 2, size[1]))
    made_anew = made(encoded(picture.convert(mode), "PNG"))
    width, height = made_anew.size
    assert (made_anew.format, made_anew.mode, max(width, height)) == ("PNG", "RGBA", min(size[0], 2560))
    assert [made_anew.getpixel((x, height // 2))[3] for x in (2, width - 3)] == [0, 255]


def test_what_is_transparent_lends_no_colour_to_its_neighbours() -> None:
    picture = Image.new("RGBA", (5120, 64), (*RED, 255))
    for column in range(0, 5120, 2):
        picture.paste((*BLUE, 0), (column, 0, column + 1, 64))
    red, _, blue, alpha = made(encoded(picture, "PNG")).getpixel((1000, 16))
    assert red > 240 and blue < 30
    assert 100 < alpha < 156


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_one_is_turned_after_it_is_made_smaller(kind: str) -> None:
    picture = Image.new("RGB", (6000, 400), RED)
    picture.paste(BLUE, (3000, 0, 6000, 400))
    upright = made(encoded(picture, kind, exif=with_places(orientation=6)))
    assert upright.size == (171, 2560)
    assert upright.getpixel((85, 5))[0] > 200
    assert upright.getpixel((85, 2555))[2] > 200


def test_a_photo_of_odd_measures_keeps_its_proportions() -> None:
    assert made(encoded(Image.new("L", (6000, 4001)), "JPEG")).size == (2560, 1707)


def test_the_allowed_pixels_are_counted_before_they_are_read() -> None:
    cut_short = encoded(Image.new("RGB", (11, 10)), "PNG")[:45]
    with pytest.raises(TooManyPixels):
        redrawn(BytesIO(cut_short), most_pixels=100, memory=2**29)
    with pytest.raises(NotAPicture):
        redrawn(BytesIO(cut_short), most_pixels=110, memory=2**29)
