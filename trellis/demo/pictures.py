"""Pictures of the demo world: drawn here, so that nothing has to be shipped or fetched."""

from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

_ASSETS = Path(__file__).parent / "assets"
_COLOURS = ["#1b4d3e", "#7a3e9d", "#0b5394", "#8a4b08", "#9b1c31", "#37474f"]


def portrait(*, name: str, initials: str, number: int) -> str:
    """Store a square portrait with somebody's initials under `name` and return the name."""
    picture = Image.new("RGB", (480, 480), _COLOURS[number % len(_COLOURS)])
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 60, 420, 420), outline="white", width=6)
    font = ImageFont.load_default(size=160)
    draw.text((240, 240), initials, font=font, fill="white", anchor="mm")
    return _store(name, picture)


def scene(*, name: str, number: int) -> str:
    """Store a wide picture of a pitch under `name` and return the name."""
    picture = Image.new("RGB", (1200, 675), "#2f6b3c")
    draw = ImageDraw.Draw(picture)
    for stripe in range(0, 1200, 200):
        draw.rectangle((stripe, 0, stripe + 100, 675), fill="#34783f")
    draw.line((600, 0, 600, 675), fill="white", width=6)
    draw.ellipse((480, 218, 720, 458), outline="white", width=6)
    x = 200 + 170 * (number % 5)
    draw.ellipse((x, 300, x + 60, 360), fill=_COLOURS[number % len(_COLOURS)], outline="white")
    return _store(name, picture)


def sketch(*, name: str, number: int) -> str:
    """Store a wide picture of some screens side by side under `name` and return the name."""
    picture = Image.new("RGB", (1200, 675), _COLOURS[number % len(_COLOURS)])
    draw = ImageDraw.Draw(picture)
    for place, left in enumerate((150, 470, 790)):
        draw.rounded_rectangle((left, 90, left + 260, 600), radius=28, fill="#faf8f3")
        draw.rounded_rectangle((left + 24, 122, left + 150, 146), radius=8, fill="#1a231d")
        for line in range(3 + place):
            top = 176 + 52 * line
            draw.rounded_rectangle((left + 24, top, left + 236, top + 34), radius=10, fill="#ddd8ca")
        draw.rounded_rectangle((left + 24, 532, left + 236, 572), radius=14, fill="#1c6b47")
    return _store(name, picture)


def video(*, name: str) -> str:
    """Store the three seconds of a bouncing ball that come with the package under `name`."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile((_ASSETS / "practice_session.mp4").read_bytes()))
    return name


def _store(name: str, picture: Image.Image) -> str:
    if not default_storage.exists(name):
        out = BytesIO()
        picture.save(out, "JPEG", quality=85)
        default_storage.save(name, ContentFile(out.getvalue()))
    return name
