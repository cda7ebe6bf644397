"""Pictures made anew by Pillow. Only for a process that may be lost: the files come from strangers."""

from io import BytesIO
from typing import IO

# Each kind is imported by name: asked for one that it has not loaded, Pillow loads all fifty.
from PIL import ExifTags, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from trellis.core.files.colours import colours_of, eight_bits, tell_transparency

_KINDS = [
    plugin.format
    for plugin in (
        GifImagePlugin.GifImageFile,
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
    )
]
_LONGEST_SIDE = 2560  # pixels
# How to turn a picture of which EXIF says this orientation.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What a pixel may take in the decoders that call the file broken when memory is short.
_BYTES_OF_A_PIXEL = {"JPEG": 8, "MPO": 8, "WEBP": 16}


class TooManyPixels(Exception):
    """More pixels than are allowed, or than there is memory for."""


class NotAPicture(Exception):
    """No JPEG, PNG, WebP or GIF, or a broken one."""


def redrawn(source: IO[bytes], *, most_pixels: int, memory: int) -> bytes:
    """Return the picture as JPEG or PNG: upright, at most 2560 pixels a side, pixels and nothing else.

    `memory` is how many bytes this process can have. Raise TooManyPixels or NotAPicture.
    """
    needed = 0
    try:
        # The header alone is read here; the pixels only once their number is known to be sane.
        picture = Image.open(source, formats=_KINDS)
        if picture.width * picture.height > most_pixels:
            raise TooManyPixels
        needed = picture.width * picture.height * _BYTES_OF_A_PIXEL.get(picture.format or "", 0)
        small = _upright(picture)
    except (TooManyPixels, MemoryError, Image.DecompressionBombError):
        raise TooManyPixels from None
    except Exception:
        # Whatever Pillow stumbles over in a file, the file is to blame.
        raise (TooManyPixels if needed > memory else NotAPicture) from None
    return _encoded(small)


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture small, upright and in sRGB: RGBA where something may be transparent, else RGB."""
    colours = colours_of(picture)
    tell_transparency(picture)
    # Pillow's exif_transpose writes the EXIF anew as well, and fails over entries of odd types.
    turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    picture = eight_bits(picture)
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    small = _small(picture, colours.mode or ("RGBA" if has_alpha else "RGB"))
    small.load()  # Pillow reads late; what is broken is to show here
    small = colours.in_srgb(small)
    return small if turn is None else small.transpose(turn)


def _small(picture: Image.Image, mode: str) -> Image.Image:
    longest = max(picture.size)
    if longest <= _LONGEST_SIDE:
        return _converted(picture, mode)
    width, height = (max(1, round(side * _LONGEST_SIDE / longest)) for side in picture.size)
    # A JPEG is decoded at half or a quarter of its size where that is enough; `box` is all of it then.
    _, box = picture.draft(None, (width, height)) or (None, None)
    picture = _converted(picture, mode)
    if mode == "RGBA":
        # What Pillow does itself before it makes a picture smaller, but then it keeps both.
        picture = _converted(picture, "RGBa")
    small = picture.resize((width, height), Image.Resampling.BICUBIC, box, reducing_gap=2.0)
    return _converted(small, mode)


def _converted(picture: Image.Image, mode: str) -> Image.Image:
    """Return the picture in another mode, and give back the memory of the one given."""
    if picture.mode == mode:
        return picture
    converted = picture.convert(mode)
    picture.close()
    return converted


def _encoded(picture: Image.Image) -> bytes:
    # A new image takes the pixels along and leaves every kind of metadata behind.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    if bare.mode == "RGBA":
        bare.save(out, "PNG")
    else:
        bare.save(out, "JPEG", quality=88, progressive=True)
    return out.getvalue()
