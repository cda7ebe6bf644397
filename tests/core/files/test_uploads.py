"""Whatever is uploaded, what we keep is pixels and known videos under names of our own."""

import re
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from django.utils.module_loading import import_string
from PIL import Image
from rest_framework import serializers

from tests.core.files.films import Track, box, ebml, film, fragmented, ftyp, place, webm
from tests.core.files.pictures import BLUE, RED, encoded, half_and_half, is_like
from tests.core.files.test_films import cleaned
from trellis.core.files.uploads import PictureField, VideoField, upload_path


class Upload(serializers.Serializer[Any]):
    picture = PictureField(required=False)
    video = VideoField(required=False)


def uploaded(**given: UploadedFile) -> Any:
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
def test_too_many_pixels_are_refused_by_the_header_alone(size: tuple[int, int]) -> None:
    assert refusal_of(picture=file(png_of(*size))) == "too_large"


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


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (film(), "video.mp4"),
        (film(brand=b"iso5"), "video.mp4"),
        (film(brand=b"mp42"), "video.mp4"),
        (film(brand=b"M4V "), "video.mp4"),
        (film(brand=b"3gp4"), "video.mp4"),
        (film(brand=b"qt  "), "video.mov"),
        (fragmented(), "video.mp4"),
        (
            ftyp(b"avc1", b"avc1", b"isom") + box(b"free", bytes(8)) + box(b"mdat", b"frames" * 2000),
            "video.mp4",
        ),
        (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat" + b"frames" * 2000, "video.mov"),
        (webm(), "video.webm"),
    ],
)
@pytest.mark.parametrize("claimed", ["holiday.avi", "x.html", "x"])
def test_a_video_is_kept_under_its_real_type(content: bytes, name: str, claimed: str) -> None:
    with uploaded(video=file(content, claimed, "text/html")) as kept:
        assert (kept.name, kept.size) == (name, len(content))
        assert kept.read() == cleaned(content)


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
        ftyp(b"heic") + bytes(64),
        ftyp(b"avif") + bytes(64),
        film(Track(1, b"soun", b"mp4a"), brand=b"M4A "),
        webm(kind=b"matroska"),
        ebml() + b"<html><script>alert(1)</script></html>",
        film(last=box(b"moov", bytes(8))),
    ],
    ids=range(15),
)
def test_what_is_no_video_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert refusal_of(video=file(content, "x.mp4", "video/mp4")) == "invalid_video"


def test_a_large_video_is_read_where_it_was_put_down(settings: Any) -> None:
    with TemporaryUploadedFile("x", "", 0, None) as upload:
        upload.write(film(in_head=place()))
        upload.size = upload.tell()
        with uploaded(video=upload) as kept:
            assert kept.read() == cleaned(film(in_head=place()))


def test_a_video_larger_than_the_cap_is_refused_and_one_of_the_cap_is_not(settings: Any) -> None:
    settings.MAX_VIDEO_BYTES = len(film())
    uploaded(video=file(film())).close()
    assert refusal_of(video=file(film() + b"x")) == "too_large"


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
    assert upload_path("a").deconstruct() == ("trellis.core.files.uploads.upload_path", ("a",), {})


def test_migrations_find_it_under_the_name_that_they_were_written_with() -> None:
    assert import_string("trellis.core.media.upload_path") is upload_path
