"""Documents that strangers send, known by their content: kept as they are, never opened here."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.deconstruct import deconstructible
from rest_framework import serializers

LARGEST_DOCUMENT = 10 * 1024 * 1024  # bytes
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
}
_PDF_HEAD = 1024  # bytes among which `%PDF-` stands
_NONE = "Upload a PDF, DOCX or TXT file."


@deconstructible
class document_path:  # noqa: N801  (used as a function in field declarations)
    """Names a document `<folder>/<random>.<suffix>`: its suffix is that of its content."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: Any, filename: str) -> str:
        """Return the name under which the document is stored."""
        suffix = filename.rpartition(".")[2]
        return f"{self.folder}/{uuid.uuid4().hex}{f'.{suffix}' if suffix in TYPES else ''}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, document_path) and other.folder == self.folder

    def __hash__(self) -> int:
        return hash(self.folder)


class DocumentField(serializers.FileField):
    """An uploaded PDF, DOCX or text file of 10 MB at most, under a name of ours."""

    def to_internal_value(self, data: Any) -> UploadedFile[Any]:
        """Return the file; raise ValidationError for one that is too large, or no document."""
        upload = cast("UploadedFile[Any]", super().to_internal_value(data))
        if (upload.size or 0) > LARGEST_DOCUMENT:
            message = f"The file is larger than {LARGEST_DOCUMENT // (1024 * 1024)} MB."
            raise serializers.ValidationError(message, code="too_large")
        upload.seek(0)
        suffix = suffix_of(upload.read())
        if not suffix:
            raise serializers.ValidationError(_NONE, code="invalid_document")
        upload.seek(0)
        upload.name = f"document.{suffix}"
        return upload


def type_of(name: str) -> tuple[str, str]:
    """Return suffix and type of the document that is stored under this name."""
    suffix = name.rpartition(".")[2]
    return suffix, TYPES.get(suffix, "application/octet-stream")


def suffix_of(content: bytes) -> str:
    """Return what a document's content is, "" for none of them."""
    if b"%PDF-" in content[:_PDF_HEAD]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        is_word = b"[Content_Types].xml" in content and b"word/document.xml" in content
        return "docx" if is_word else ""
    # Bytes below the blank stand in no text, whatever its encoding is, tabs, breaks and escapes aside.
    is_text = content.translate(None, _IN_TEXTS) == content.translate(None, _IN_TEXTS + _CONTROLS)
    return "txt" if content and is_text else ""


_IN_TEXTS = b"\t\n\x0b\x0c\r\x1b"
_CONTROLS = bytes(range(32))
