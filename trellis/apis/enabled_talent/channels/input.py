"""What clients send about jobs and applications."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.apis.enabled_talent.synonyms import WithSynonyms
from trellis.core.http.input import Input, no_choice
from trellis.core.writing.fields import LineField, TextField
from trellis.domain.jobs.rules import limits
from trellis.domain.jobs.rules.choices import JobType, Stage, Status, WorkplaceType
from trellis.domain.jobs.rules.stages import SAID

_LAST_MINUTE = time(23, 59)
# Other words for a stage. To accept an application is to go on with it: the least that it can mean.
_SAME: Mapping[Stage, tuple[str, ...]] = {
    Stage.SHORTLISTED: ("shortlist", "accept", "accepted", "approve", "approved"),
    Stage.INTERVIEW: ("interviewing", "interviewed", "invite", "invited"),
    Stage.OFFERED: ("offer",),
    Stage.HIRED: ("hire",),
    Stage.REJECTED: ("reject", "declined", "decline"),
    Stage.WITHDRAWN: ("withdraw",),
}
_STAGES = {word: stage for stage, words in _SAME.items() for word in (str(stage), *words)}
_SHOWN = 50  # characters of what is no choice


@extend_schema_field({"type": "string", "format": "date-time", "nullable": True})
class DeadlineField(serializers.DateTimeField):
    """A moment. Without an offset it is one in the zone of who posts; a day is its last minute there."""

    def to_internal_value(self, value: Any) -> datetime:
        """Return the moment; raise ValidationError."""
        self.timezone = self.context["zone"]
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        moment: datetime = super().to_internal_value(datetime.combine(day, _LAST_MINUTE) if day else value)
        return moment


class JobPostInput(Input):
    """A job; what is printed of it beside these says nothing."""

    title = LineField(max_length=limits.LONGEST_TITLE)
    job_desc = TextField(max_length=limits.LONGEST_DESCRIPTION)
    workplace_type = serializers.ChoiceField(choices=WorkplaceType.choices)
    location = LineField(max_length=limits.LONGEST_PLACE, required=False, allow_blank=True)
    job_type = serializers.ChoiceField(choices=JobType.choices)
    skills = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_SKILL), max_length=limits.MOST_SKILLS, required=False
    )
    estimated_salary = LineField(max_length=limits.LONGEST_SALARY, required=False, allow_blank=True)
    visa_required = serializers.BooleanField(required=False)
    essential_criteria = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_CRITERION), max_length=limits.MOST_CRITERIA, required=False
    )
    offers_interview = serializers.BooleanField(required=False)
    blind_until_shortlisted = serializers.BooleanField(required=False)
    status = serializers.ChoiceField(choices=Status.choices, required=False)
    deadline = DeadlineField(source="deadline_at", required=False, allow_null=True)


@extend_schema_field({"type": "string", "enum": SAID})
class DecisionField(serializers.Field[Any, Any, Any, Any]):
    """A stage, by its name or another usual word for it."""

    def to_internal_value(self, data: Any) -> Stage:
        """Return the stage; raise ValidationError."""
        word = str(data).strip().lower() if isinstance(data, str) else ""
        if word not in _STAGES:
            raise no_choice(str(data)[:_SHOWN], SAID)
        return _STAGES[word]


class ApplicationDecisionInput(WithSynonyms):
    """What becomes of an application, also as `status` or `stage`, and what the candidate is told with it."""

    synonyms: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "decision": ("status", "stage"),
        "message": ("comment", "feedback"),
    }
    decision = DecisionField()
    message = TextField(max_length=limits.LONGEST_MESSAGE, required=False, allow_blank=True)


class AgentInput(WithSynonyms):
    """What somebody asks the agent; also as `prompt` or `query`."""

    synonyms: ClassVar[Mapping[str, tuple[str, ...]]] = {"message": ("prompt", "query")}
    message = TextField(max_length=limits.LONGEST_MESSAGE)
