"""What clients send of resumes: the file, and what of it is confirmed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.core.files.uploadedfile import UploadedFile
from rest_framework import serializers

from trellis.apis.enabled_talent.candidates.input import EducationInput, LanguageInput, SkillInput
from trellis.apis.enabled_talent.synonyms import WithSynonyms
from trellis.core.files.documents import DocumentField
from trellis.core.files.papers.refusals import Locked
from trellis.core.http.input import Input
from trellis.core.writing.fields import LineField
from trellis.domain.accounts.rules import LONGEST_NAME_PART
from trellis.domain.candidates.models import ResumeReading
from trellis.domain.candidates.refusals import NotFound
from trellis.domain.candidates.rules import limits
from trellis.domain.candidates.rules.readings import CONFIRMABLE, kind_of, proposed, things
from trellis.domain.candidates.services.confirming import Confirmed

_DATE = re.compile(r"^[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?\Z", re.ASCII)
# What Word writes behind a password is none of its newer files.
_OLD, _OF_LOCKED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")


class ResumeField(DocumentField):
    """A resume; one behind a password is called so."""

    def to_internal_value(self, data: Any) -> UploadedFile[Any]:
        """Return the file; raise ValidationError."""
        if isinstance(data, UploadedFile):
            data.seek(0)
            content = data.read() if data.read(len(_OLD)) == _OLD else b""
            data.seek(0)
            if _OF_LOCKED in content:
                raise serializers.ValidationError(Locked.sentence, code="encrypted")
        return super().to_internal_value(data)


class ResumeInput(WithSynonyms):
    """A resume to be read; without one it is that of the profile."""

    synonyms: ClassVar[Mapping[str, tuple[str, ...]]] = {"resume_file": ("resume", "file")}
    resume_file = ResumeField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the fields; raise ValidationError where there is nothing to be read."""
        if not (attrs.get("resume_file") or self.context["profile"].resume_file):
            raise serializers.ValidationError({"resume_file": ["Upload a resume."]})
        return attrs


class _NameInput(Input):
    first_name = LineField(max_length=LONGEST_NAME_PART)
    last_name = LineField(max_length=LONGEST_NAME_PART, required=False, allow_blank=True, default="")


class _ValueInput(Input):
    value = LineField(max_length=limits.LONGEST_FOUND)


class _JobInput(Input):
    title = LineField(max_length=limits.LONGEST_FOUND, allow_blank=True)
    employer = LineField(max_length=limits.LONGEST_FOUND, allow_blank=True)
    start = serializers.RegexField(_DATE, allow_null=True)
    end = serializers.RegexField(_DATE, allow_null=True)
    is_running = serializers.BooleanField()


class _FileInput(Input):
    pass


_INPUTS: dict[str, type[Input]] = {
    "name": _NameInput,
    "phones": _ValueInput,
    "links": _ValueInput,
    "skills": SkillInput,
    "jobs": _JobInput,
    "education": EducationInput,
    "languages": LanguageInput,
    "resume_file": _FileInput,
}


class FoundThingInput(Input):
    """One thing that was found: its key, and what of it is to be kept otherwise than it was found."""

    key = LineField(max_length=limits.LONGEST_IDENTIFIER)
    value = serializers.DictField(child=serializers.JSONField(), required=False, default=dict)


class ConfirmFoundInput(Input):
    """What is confirmed of a reading: things by their keys."""

    number = serializers.IntegerField()

    def get_fields(self) -> dict[str, Any]:
        """Return the fields, of which one is called as something that serializers have themselves."""
        things = serializers.ListField(
            child=FoundThingInput(), max_length=limits.MOST_CONFIRMED, allow_empty=False
        )
        return {**super().get_fields(), "fields": things}


def confirmed_of(sent: list[dict[str, Any]], reading: ResumeReading) -> list[Confirmed]:
    """Return what is confirmed, as it will be kept; raise NotFound, ValidationError by key."""
    there = dict(things(reading.found))
    made: list[Confirmed] = []
    faults: dict[str, Any] = {}
    for each in sent:
        key, kind = each["key"], kind_of(each["key"])
        if key not in there or kind not in CONFIRMABLE:
            raise NotFound({"fields": [f"{key}: {NotFound.sentence}"]})
        given = {**proposed(kind, there[key]), **each["value"]}
        form = _INPUTS[kind](data=given)
        if form.is_valid():
            made.append(Confirmed(key, kind, cast("dict[str, Any]", form.validated_data)))
        else:
            faults[key] = form.errors
    if faults:
        raise serializers.ValidationError({"fields": faults})
    return made
