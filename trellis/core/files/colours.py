"""What the numbers in a picture mean: samples of 16 bits become 8, and colours become those of sRGB."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms

from trellis.core.files.primaries import profile_in_numbers

_GREY_MODES = {"1", "L", "LA", "I", "F", "I;16", "I;16B", "I;16L", "I;16N"}
# By how Pillow reads a file: what its transparent sample is multiplied by, to be one of 8 bits as the others.
_OF_EIGHT_BITS = {"L;2": 85, "L;4": 17, "RGB;16B": 1 / 256}
_MOST_OF_16_BITS = 65_535


@dataclass(frozen=True)
class Colours:
    """In which colours a picture is: `profile` says it, None for sRGB; `mode` is how it has to be kept."""

    profile: ImageCms.ImageCmsProfile | None = None
    mode: str = ""

    def in_srgb(self, picture: Image.Image) -> Image.Image:
        """Return the picture, CMYK where `mode` says so and else RGB or RGBA, in the colours of sRGB.

        What cannot be computed by its profile is taken for sRGB, as browsers do.
        """
        kept = "RGBA" if picture.mode == "RGBA" else "RGB"
        if self.profile is None:
            return picture.convert(kept)
        space = self.profile.profile.xcolor_space.strip()
        given = picture.convert("L") if space == "GRAY" else picture
        try:
            # What profiles of printers are made for; for those of cameras and screens all intents are one.
            shown = ImageCms.profileToProfile(
                given,
                self.profile,
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.PERCEPTUAL,
                outputMode=kept if given is picture else "RGB",
            )
        except ImageCms.PyCMSError:
            return picture.convert(kept)
        if shown is None:
            raise TypeError("A picture was to be made, not changed.")
        if given is not picture and kept == "RGBA":
            shown.putalpha(picture.getchannel("A"))
        return shown


def colours_of(picture: Image.Image) -> Colours:
    """Return the colours that the picture says it has, unless that is broken or fits no such picture."""
    embedded = picture.info.get("icc_profile") or profile_in_numbers(picture.info)
    if not embedded:
        return Colours()
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(embedded))
    except (OSError, ValueError):
        # Browsers ignore a broken one as well, and the picture is there to be seen.
        return Colours()
    is_grey = picture.mode in _GREY_MODES or _read_as(picture) == "LA;16B"
    match profile.profile.xcolor_space.strip():
        case "RGB" if picture.mode != "CMYK":
            return Colours(profile)
        case "GRAY" if is_grey:
            return Colours(profile)
        case "CMYK" if picture.mode == "CMYK":
            return Colours(profile, mode="CMYK")
    return Colours()


def tell_transparency(picture: Image.Image) -> None:
    """Say which sample is transparent in the 8 bits that Pillow makes of others. Only of one not read yet."""
    transparent = picture.info.get("transparency")
    factor = _OF_EIGHT_BITS.get(_read_as(picture))
    if transparent is None or factor is None:
        return
    samples = transparent if isinstance(transparent, tuple) else (transparent,)
    told = tuple(int(sample * factor) for sample in samples)
    picture.info["transparency"] = told if isinstance(transparent, tuple) else told[0]


def eight_bits(picture: Image.Image) -> Image.Image:
    """Return the picture with 8 bits a sample: more are scaled, where Pillow's own conversion clips them."""
    if picture.mode[0] not in "IF":
        return picture
    transparent = picture.info.get("transparency")
    if picture.mode not in {"I", "F", "I;16"}:
        picture = picture.convert("I")
    grey = picture.point(lambda sample: sample * (255 / _MOST_OF_16_BITS) + 0.5).convert("L")
    if isinstance(transparent, int):
        opaque = [255] * (_MOST_OF_16_BITS + 1)
        opaque[transparent & _MOST_OF_16_BITS] = 0
        grey.putalpha(picture.convert("I").point(opaque, "L"))
    picture.close()
    return grey


def _read_as(picture: Image.Image) -> str:
    """Return how Pillow reads the samples of a file that it has only opened."""
    tiles = getattr(picture, "tile", None)
    how = tiles[0].args if tiles else ""
    return how if isinstance(how, str) else str(how[0]) if isinstance(how, tuple) and how else ""
