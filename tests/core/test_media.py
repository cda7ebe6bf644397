"""Whatever is uploaded, what we keep is pixels and known videos under names of our own."""

import random
import re
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageFile
from PIL.PngImagePlugin import PngInfo
from rest_framework import serializers

from trellis.core.media import PictureField, VideoField, clean_picture, upload_path

RED, BLUE = (250, 10, 10), (10, 10, 250)
GREENWICH = "Secret place"


class Upload(serializers.Serializer[Any]):
    picture = PictureField(required=False)
    video = VideoField(required=False)


def uploaded(**given: SimpleUploadedFile) -> Any:
    """Return what the serializer makes of one upload."""
    serializer = Upload(data=given)
    serializer.is_valid(raise_exception=True)
    ((_, file),) = serializer.validated_data.items()
    return file


def refusal_of(**given: SimpleUploadedFile) -> str:
    """Return the code with which the upload is refused."""
    serializer = Upload(data=given)
    assert not serializer.is_valid()
    assert list(serializer.errors) == list(given)
    ((error,),) = serializer.errors.values()
    return str(error.code)


def file(content: bytes, name: str = "x.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def half_and_half(size: tuple[int, int] = (64, 32), mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def with_places(*, orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = GREENWICH
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 28.0, 40.0)
    return exif


def is_like(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_four_kinds_are_made_anew_as_jpeg(kind: str) -> None:
    original = encoded(half_and_half(), kind)
    kept = uploaded(picture=file(original))
    assert kept.name == "picture.jpg"
    assert kept.read() != original
    with Image.open(kept) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (64, 32))
        assert is_like(picture.getpixel((5, 16)), RED)
        assert is_like(picture.getpixel((58, 16)), BLUE)


@pytest.mark.parametrize("name", ["x.php", "x.svg", "x", "x.jpg.exe", "é\u202egpj.html"])
def test_what_it_is_called_and_said_to_be_counts_for_nothing(name: str) -> None:
    kept = uploaded(picture=file(encoded(half_and_half(), "PNG"), name, "text/html"))
    assert kept.name == "picture.jpg"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_it_was_taken_is_gone(kind: str) -> None:
    original = encoded(half_and_half(), kind, exif=with_places())
    assert GREENWICH.encode() in original
    kept = clean_picture(BytesIO(original)).read()
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
        kept = clean_picture(BytesIO(original))
        with Image.open(kept) as picture:
            known = {"jfif", "jfif_version", "jfif_density", "jfif_unit", "progressive", "progression"}
            assert set(picture.info) <= known
        assert GREENWICH.encode() not in kept.open().read()


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
    with Image.open(clean_picture(BytesIO(original))) as picture:
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
    kept = clean_picture(BytesIO(encoded(original, kind, lossless=True)))
    assert kept.name == "picture.png"
    with Image.open(kept) as picture:
        assert (picture.format, picture.mode) == ("PNG", "RGBA")
        assert [picture.getpixel(at)[3] for at in ((2, 2), (40, 20))] == [0, 255]


def test_the_transparent_colour_of_a_palette_is_kept() -> None:
    picture = Image.new("P", (16, 16), 1)
    picture.putpalette([*RED, *BLUE])
    picture.putpixel((3, 3), 0)
    for kind in ("GIF", "PNG"):
        with Image.open(clean_picture(BytesIO(encoded(picture, kind, transparency=0)))) as kept:
            assert kept.format == "PNG"
            assert [kept.getpixel(at)[3] for at in ((3, 3), (9, 9))] == [0, 255]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind: str) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in (RED, BLUE, RED)]
    original = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
    with Image.open(BytesIO(original)) as moving:
        assert moving.n_frames == 3
    with Image.open(clean_picture(BytesIO(original))) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        assert is_like(picture.convert("RGB").getpixel((8, 8)), RED)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("I;16", "PNG"), ("LA", "PNG"), ("P", "GIF")],
)
def test_every_colour_model_is_understood(mode: str, kind: str) -> None:
    source = half_and_half(mode="L" if mode == "I;16" else "RGB").convert(mode)
    with Image.open(clean_picture(BytesIO(encoded(source, kind)))) as picture:
        assert picture.mode in {"RGB", "RGBA"}
        assert picture.size == (64, 32)


def test_a_large_picture_is_made_smaller_in_its_proportions() -> None:
    with Image.open(clean_picture(BytesIO(encoded(half_and_half((4000, 1000)), "PNG")))) as picture:
        assert picture.size == (2560, 640)


def test_a_small_one_is_not_made_larger_and_a_thin_one_keeps_a_pixel() -> None:
    for size, kept_size in (((1, 1), (1, 1)), ((9000, 1), (2560, 1))):
        with Image.open(clean_picture(BytesIO(encoded(Image.new("RGB", size), "PNG")))) as picture:
            assert picture.size == kept_size


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels and holds a few."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "size", [(30_000, 30_000), (10_000, 10_000), (8_000, 8_000), (2**31 - 1, 2**31 - 1), (2**31 - 1, 1)]
)
def test_too_many_pixels_are_refused_by_the_header_alone(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("pixels were read"))
    assert refusal_of(picture=file(png_of(*size))) in {"too_large", "invalid_image"}


def test_the_most_pixels_are_those_of_the_settings(settings: Any) -> None:
    settings.MAX_IMAGE_PIXELS = 100
    assert uploaded(picture=file(encoded(Image.new("RGB", (10, 10)), "PNG")))
    assert refusal_of(picture=file(encoded(Image.new("RGB", (10, 11)), "PNG"))) == "too_large"


def test_a_picture_larger_than_the_cap_is_refused_and_one_of_the_cap_is_not(settings: Any) -> None:
    original = encoded(half_and_half(), "PNG")
    settings.MAX_IMAGE_BYTES = len(original)
    assert uploaded(picture=file(original))
    settings.MAX_IMAGE_BYTES = len(original) - 1
    assert refusal_of(picture=file(original)) == "too_large"


@pytest.mark.parametrize(
    "content",
    [
        b"just a text",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script/></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00" * 5000,
        encoded(half_and_half(), "BMP"),
        encoded(half_and_half(), "TIFF"),
        encoded(half_and_half(), "ICO"),
        encoded(half_and_half(), "PDF"),
        encoded(half_and_half(), "PPM"),
    ],
    ids=lambda content: repr(content[:9]),
)
def test_what_is_no_picture_of_the_four_kinds_is_refused(content: bytes) -> None:
    assert refusal_of(picture=file(content)) == "invalid_image"


def test_an_empty_file_is_refused() -> None:
    assert refusal_of(picture=file(b"")) == "empty"
    assert refusal_of(video=file(b"", "x.mp4")) == "empty"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_cut_short_is_refused(kind: str) -> None:
    original = encoded(Image.effect_noise((64, 64), 90).convert("RGB"), kind)
    assert refusal_of(picture=file(original[: len(original) // 2])) == "invalid_image"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_page_that_hides_behind_a_picture_is_gone(kind: str) -> None:
    page = b"<html><script>alert(document.domain)</script></html>"
    kept = clean_picture(BytesIO(encoded(half_and_half(), kind) + page))
    assert b"<script>" not in kept.read()


# Pillow warns of broken metadata; warnings are errors in tests only.
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_no_broken_picture_is_more_than_refused() -> None:
    chance = random.Random(20300505)
    noise = Image.effect_noise((48, 32), 50).convert("RGB")
    kinds: dict[str, dict[str, Any]] = {
        "JPEG": {"exif": with_places(orientation=6)},
        "PNG": {"exif": with_places(orientation=6)},
        "WEBP": {"exif": with_places(orientation=6)},
        "GIF": {"save_all": True, "append_images": [half_and_half((48, 32))]},
    }
    originals = [encoded(noise, kind, **options) for kind, options in kinds.items()]
    refused = kept = 0
    for turn in range(4000):
        broken = bytearray(originals[turn % len(originals)])
        reach = chance.choice([60, 250, len(broken)])
        for _ in range(chance.choice([1, 2, 5, 20])):
            broken[chance.randrange(min(reach, len(broken)))] = chance.randrange(256)
        try:
            clean_picture(BytesIO(bytes(broken)))
            kept += 1
        except serializers.ValidationError:
            refused += 1
    assert refused > 100
    assert kept > 100


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
    with Image.open(clean_picture(BytesIO(encoded(half_and_half(), "JPEG", exif=exif)))) as picture:
        assert picture.size == (32, 64)
        assert is_like(picture.getpixel((16, 4)), RED)


def ftyp(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x20ftyp" + brand + b"\x00\x00\x02\x00isomiso2avc1mp41" + bytes(64)


def ebml(kind: bytes) -> bytes:
    body = bytes.fromhex("4286810142f7810142f2810442f38108") + b"\x42\x82" + bytes([0x80 + len(kind)]) + kind
    return bytes.fromhex("1a45dfa3") + bytes([0x80 + len(body)]) + body + bytes(64)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (ftyp(b"isom"), "video.mp4"),
        (ftyp(b"iso5"), "video.mp4"),
        (ftyp(b"mp42"), "video.mp4"),
        (ftyp(b"avc1"), "video.mp4"),
        (ftyp(b"M4V "), "video.mp4"),
        (ftyp(b"3gp4"), "video.mp4"),
        (ftyp(b"qt  "), "video.mov"),
        (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat" + bytes(64), "video.mov"),
        (ebml(b"webm"), "video.webm"),
    ],
)
@pytest.mark.parametrize("claimed", ["holiday.avi", "x.html", "x"])
def test_a_video_is_kept_whole_under_its_real_type(head: bytes, name: str, claimed: str) -> None:
    content = head + b"frames" * 2000
    kept = uploaded(video=file(content, claimed, "text/html"))
    assert kept.name == name
    assert kept.read() == content


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<!--moov--><html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"text",
        b"\x00",
        b"%PDF-1.4",
        b"PK\x03\x04" + bytes(64),
        b"RIFF\x00\x00\x00\x00AVI LIST",
        encoded(half_and_half(), "JPEG"),
        ftyp(b"heic"),
        ftyp(b"avif"),
        ftyp(b"M4A "),
        ebml(b"matroska"),
    ],
    ids=lambda content: repr(content[:16]),
)
def test_what_is_no_video_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert refusal_of(video=file(content, "x.mp4", "video/mp4")) == "invalid_video"


def test_a_video_larger_than_the_cap_is_refused_and_one_of_the_cap_is_not(settings: Any) -> None:
    settings.MAX_VIDEO_BYTES = len(ftyp(b"isom"))
    assert uploaded(video=file(ftyp(b"isom")))
    assert refusal_of(video=file(ftyp(b"isom") + b"x")) == "too_large"


@pytest.mark.parametrize(
    ("given", "suffix"),
    [
        ("holiday.jpg", ".jpg"),
        ("HOLIDAY.JPEG", ".jpeg"),
        ("video.webm", ".webm"),
        ("../../etc/x.jpg", ".jpg"),
        ("..\\..\\x.png", ".png"),
        ("/absolute.gif", ".gif"),
        ("x.php", ""),
        ("x.jpg.php", ""),
        ("x.svg", ""),
        ("x.html", ""),
        ("x.jp\x00g", ""),
        ("x.jpg\x00.php", ""),
        ("x.jpg\n", ""),
        ("x.jpg/..", ""),
        ("name.ünï", ""),
        ("x" * 5000 + ".jpg", ".jpg"),
        ("x." + "j" * 5000, ""),
        (".jpg", ""),
        ("", ""),
        ("..", ""),
    ],
)
def test_of_the_name_that_a_client_gave_only_a_known_suffix_is_kept(given: str, suffix: str) -> None:
    assert re.fullmatch(
        rf"posts/images/[0-9a-f]{{32}}{re.escape(suffix)}", upload_path("posts/images")(None, given)
    )


def test_no_two_uploads_have_the_same_name() -> None:
    name = upload_path("a")
    assert len({name(None, "x.jpg") for _ in range(1000)}) == 1000


def test_a_migration_can_hold_a_folder_and_sees_a_change_of_it() -> None:
    assert upload_path("a") == upload_path("a")
    assert hash(upload_path("a")) == hash(upload_path("a"))
    assert upload_path("a") != upload_path("b")
    assert upload_path("a").deconstruct() == ("trellis.core.media.upload_path", ("a",), {})
