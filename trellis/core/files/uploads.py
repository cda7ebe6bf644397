"""Uploads: known by their content, pictures made anew, films cleaned, under names of ours."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.deconstruct import deconstructible
from rest_framework import exceptions, serializers

from trellis.core.files.films.uploads import clean_film
from trellis.core.files.pictures import clean_picture
from trellis.core.files.turns import Busy

_STORED_SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".mov", ".webm"}


@deconstructible
class upload_path:  # noqa: N801  (used as a function in field declarations)
    """Names an upload `<folder>/<random><suffix>`: of the client's name only a known suffix survives."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: Any, filename: str) -> str:
        """Return the name under which the upload is stored."""
        suffix = PurePosixPath(filename).suffix.lower()
        return f"{self.folder}/{uuid.uuid4().hex}{suffix if suffix in _STORED_SUFFIXES else ''}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, upload_path) and other.folder == self.folder

    def __hash__(self) -> int:
        return hash(self.folder)


class PictureField(serializers.FileField):
    """An uploaded picture, re-encoded as JPEG or PNG without its metadata (EXIF holds places)."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the clean picture as a file; raise ValidationError for what is none, or Busy."""
        upload = cast("UploadedFile[Any]", super().to_internal_value(data))
        _refuse_larger(upload, settings.MAX_IMAGE_BYTES)
        return clean_picture(upload)


class _CleanFormField(forms.FileField):
    """The same in a form. Where it cannot be had in time, the error has the code `busy`."""

    cleaning: type[serializers.FileField]
    accepted: str

    def to_python(self, data: Any) -> Any:
        """Return the clean file, None for no upload; raise ValidationError."""
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            return self.cleaning().run_validation(upload)
        except Busy as busy:
            raise ValidationError(str(busy), code="busy") from None
        except serializers.ValidationError as error:
            details = cast("list[exceptions.ErrorDetail]", error.detail)
            raise ValidationError([ValidationError(str(one), code=one.code) for one in details]) from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let browsers offer the files that can be taken."""
        attributes = super().widget_attrs(widget)
        return {**attributes, "accept": self.accepted}


class PictureFormField(_CleanFormField):
    """An uploaded picture of a form."""

    cleaning, accepted = PictureField, "image/jpeg,image/png,image/webp,image/gif"


class PictureModelField(models.ImageField):
    """A picture of a row. Forms of it, the back office's too, clean what is uploaded.

    Django's own reads uploads with Pillow where it stands, and keeps them as they are.
    """

    def deconstruct(self) -> Any:
        """Call it an ImageField: in the database it is one, and migrations say so."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.ImageField", arguments, options

    def formfield(self, **options: Any) -> Any:
        """Return the field of a form."""
        return super().formfield(**{"form_class": PictureFormField, **options})


class VideoField(serializers.FileField):
    """An uploaded MP4, MOV or WebM video, known by its content, without its metadata (it holds places)."""

    def to_internal_value(self, data: Any) -> UploadedFile[Any]:
        """Return the clean film under the suffix of its real type; raise ValidationError, or Busy."""
        upload = cast("UploadedFile[Any]", super().to_internal_value(data))
        _refuse_larger(upload, settings.MAX_VIDEO_BYTES)
        return clean_film(upload)


class VideoFormField(_CleanFormField):
    """An uploaded video of a form."""

    cleaning, accepted = VideoField, "video/mp4,video/quicktime,video/webm"


class VideoModelField(models.FileField):
    """A video of a row. Forms of it, the back office's too, clean what is uploaded."""

    def deconstruct(self) -> Any:
        """Call it a FileField: in the database it is one, and migrations say so."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.FileField", arguments, options

    def formfield(self, **options: Any) -> Any:
        """Return the field of a form."""
        return super().formfield(**{"form_class": VideoFormField, **options})


def _refuse_larger(upload: UploadedFile[Any], limit: int) -> None:
    if (upload.size or 0) > limit:
        message = f"The file is larger than {limit // (1024 * 1024)} MB."
        raise serializers.ValidationError(message, code="too_large")
