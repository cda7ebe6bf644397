"""What clients send about candidates."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.apis.enabled_talent.candidates.output import STRUCTURE, address_of
from trellis.apis.enabled_talent.synonyms import WithSynonyms
from trellis.core.files.documents import DocumentField
from trellis.core.files.uploads import VideoField
from trellis.core.http.input import Input
from trellis.core.http.json_text import NotJSON, read_json
from trellis.core.writing.fields import LineField, TextField
from trellis.domain.candidates.rules import limits
from trellis.domain.candidates.rules.choices import AccommodationNeeds, Level
from trellis.domain.candidates.rules.structures import fault_of
from trellis.domain.candidates.rules.years import faults_of_years

_FILES = ("resume_file", "video_pitch")


@extend_schema_field({**STRUCTURE, "nullable": True})
class StructureField(serializers.JSONField):
    """An object or a list, which comes back as it was sent; in a form it is the text of one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Return it, {} for nothing; raise ValidationError."""
        return {} if data is None or data == "" else super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        """Return what was sent; raise ValidationError for what is neither, too long or too deep."""
        if getattr(data, "is_json_string", False):
            try:
                data = read_json(data)
            except NotJSON:
                self.fail("invalid")
        if fault := fault_of(data):
            raise serializers.ValidationError(fault)
        return data


class CandidateProfileInput(Input):
    """A profile; `user`, `organization` and `get_all_notes` in it say nothing. Files come in a form."""

    willing_to_relocate = serializers.BooleanField(required=False)
    employment_type_preferences = StructureField()
    work_mode_preferences = StructureField()
    has_workvisa = serializers.BooleanField(required=False)
    expected_salary_range = LineField(
        max_length=limits.LONGEST_SALARY_RANGE, required=False, allow_blank=True
    )
    is_available = serializers.BooleanField(required=False)
    disability_categories = StructureField()
    accommodation_needs = serializers.ChoiceField(
        choices=AccommodationNeeds.choices, required=False, allow_blank=True, allow_null=True
    )
    workplace_accommodations = StructureField()
    resume_file = DocumentField(required=False, allow_null=True)
    video_pitch = VideoField(required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields; an address of a file of the profile, as it is printed, leaves that as it is."""
        profile = self.context.get("profile")
        if profile is not None and isinstance(data, Mapping) and not hasattr(data, "getlist"):
            data = {name: sent for name, sent in data.items() if not self._is_kept(name, sent)}
        return super().to_internal_value(data)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the fields, with nothing where null says so."""
        return {name: "" if value is None else value for name, value in attrs.items()}

    def _is_kept(self, name: str, sent: Any) -> bool:
        return name in _FILES and isinstance(sent, str) and sent == address_of(self.context["profile"], name)


def _year() -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=limits.YEARS.least, max_value=limits.YEARS.most, required=False, allow_null=True
    )


class EducationInput(Input):
    """A course; of its years, either may be unknown."""

    course_name = LineField(max_length=limits.LONGEST_COURSE)
    major = LineField(max_length=limits.LONGEST_MAJOR, required=False, allow_blank=True)
    institution = LineField(max_length=limits.LONGEST_INSTITUTION)
    start_year = _year()
    end_year = _year()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the fields; raise ValidationError for years out of order."""
        start, end = (self._value(attrs, name) for name in ("start_year", "end_year"))
        if faults := faults_of_years(start=start, end=end):
            raise serializers.ValidationError(faults)
        return attrs

    def _value(self, attrs: dict[str, Any], name: str) -> Any:
        """Return the value as it would be: a change leaves the others as they are."""
        return attrs[name] if name in attrs else getattr(self.context.get("entry"), name, None)


class SkillInput(Input):
    """What somebody can do."""

    name = LineField(max_length=limits.LONGEST_SKILL)


class LanguageInput(Input):
    """A language. Some are not written: `reading` and `writing` may be null."""

    language = LineField(max_length=limits.LONGEST_LANGUAGE)
    speaking = serializers.ChoiceField(choices=Level.choices)
    reading = serializers.ChoiceField(choices=Level.choices, required=False, allow_null=True)
    writing = serializers.ChoiceField(choices=Level.choices, required=False, allow_null=True)


class CandidateNoteInput(Input):
    """A note; `identifier` may be the slug of the profile that it is about."""

    identifier = LineField(max_length=limits.LONGEST_IDENTIFIER, required=False, allow_blank=True)
    note = TextField(max_length=limits.LONGEST_NOTE)
    section = LineField(max_length=limits.LONGEST_SECTION, required=False, allow_blank=True)
    selected_text = TextField(max_length=limits.LONGEST_SELECTED_TEXT, required=False, allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        """Return the fields, of which one is called as something that serializers have themselves."""
        return {**super().get_fields(), "context": StructureField()}


class QuestionInput(WithSynonyms):
    """What somebody asks; also as `prompt` or `query`."""

    synonyms: ClassVar[Mapping[str, tuple[str, ...]]] = {"message": ("prompt", "query")}
    message = TextField(max_length=limits.LONGEST_QUESTION)


class BadgeInput(Input):
    """For staff: whether the profile is true. Of a candidate nothing is read."""

    is_verified = serializers.BooleanField(required=False, default=True)
