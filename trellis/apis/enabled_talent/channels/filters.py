"""What lists of jobs and applications are narrowed to."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from typing import Any, ClassVar

from django.http import QueryDict
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.enabled_talent.synonyms import WithSynonyms
from trellis.core.http.input import Input, no_choice
from trellis.domain.jobs.rules import limits
from trellis.domain.jobs.rules.choices import JobType, Stage, Status, WorkplaceType

_SHOWN = 50  # characters of what is no choice


class _Several(serializers.Field[Any, Any, Any, Any]):
    """One value or several: `job_type=1,2`, or the parameter again and again."""

    def get_value(self, dictionary: Any) -> Any:
        """Return every value that a query string gives."""
        return ",".join(dictionary.getlist(self.field_name)) or serializers.empty

    def given(self, data: str) -> Iterable[str]:
        """Return the values, each once."""
        return dict.fromkeys(each.strip() for each in data.split(",") if each.strip())


class _Numbers(_Several):
    choices: ClassVar[Mapping[str, int]]

    def to_internal_value(self, data: str) -> frozenset[int]:
        """Return the choices; raise ValidationError for what is none."""
        for unknown in (each for each in self.given(data) if each not in self.choices):
            raise no_choice(unknown[:_SHOWN], self.choices)
        return frozenset(self.choices[each] for each in self.given(data))


@extend_schema_field({"type": "array", "items": {"type": "integer", "enum": WorkplaceType.values}})
class _WorkplaceTypes(_Numbers):
    choices: ClassVar = {str(value): value for value in WorkplaceType.values}


@extend_schema_field({"type": "array", "items": {"type": "integer", "enum": JobType.values}})
class _JobTypes(_Numbers):
    choices: ClassVar = {str(value): value for value in JobType.values}


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class _Skills(_Several):
    def to_internal_value(self, data: str) -> list[str]:
        """Return the skills; raise ValidationError for more than anybody looks for."""
        skills = list(self.given(data))
        if len(skills) > limits.MOST_SKILLS_ASKED:
            raise serializers.ValidationError(f"Give at most {limits.MOST_SKILLS_ASKED} skills.")
        return skills


class JobsQuery(WithSynonyms):
    """What everybody's list of jobs is narrowed to; `q` is `search`."""

    synonyms: ClassVar[Mapping[str, tuple[str, ...]]] = {"search": ("q",)}
    search = serializers.CharField(
        max_length=limits.LONGEST_SEARCH,
        required=False,
        allow_blank=True,
        help_text="Each word begins a word of title, organization, location or skills.",
    )
    workplace_type = _WorkplaceTypes(required=False, help_text="One of these.")
    job_type = _JobTypes(required=False, help_text="One of these.")
    skills = _Skills(required=False, help_text="All of these, each as it is written in the job.")
    location = serializers.CharField(
        max_length=limits.LONGEST_PLACE,
        required=False,
        allow_blank=True,
        help_text="Each word begins a word of the location.",
    )
    visa_required = serializers.BooleanField(required=False, allow_null=True, default=None)


class OwnJobsQuery(JobsQuery):
    """And that of an organization's own."""

    status = serializers.ChoiceField(choices=Status.choices, required=False, allow_blank=True)


class ApplicationsQuery(Input):
    """What a list of applications is narrowed to."""

    stage = serializers.ChoiceField(choices=Stage.choices, required=False, allow_blank=True)


def asked(kind: type[Input], request: Request) -> dict[str, Any]:
    """Return what the query asks for; raise ValidationError."""
    reading, names, nothing = _reading(kind)
    given = request.query_params
    return dict(nothing) if names.isdisjoint(given) else reading.run_validation(given)


@cache
def _reading(kind: type[Input]) -> tuple[Input, set[str], dict[str, Any]]:
    """Return one of these, all names that it reads, and what it says of a query without any of them.

    Asked through run_validation it keeps nothing, and so one does for all requests.
    """
    reading = kind()
    further = getattr(kind, "synonyms", {}).values()
    return reading, {*reading.fields, *chain.from_iterable(further)}, reading.run_validation(QueryDict())
