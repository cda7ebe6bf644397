"""What somebody answers, and what they say of themselves outright."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from rest_framework import serializers

from trellis.core.files.sounds.fields import RecordingField
from trellis.core.http.input import Input
from trellis.core.writing.fields import LineField, TextField
from trellis.domain.assistant.models import AnsweredBy
from trellis.domain.assistant.rules.limits import LONGEST_ANSWER
from trellis.domain.profiles.rules import limits
from trellis.domain.profiles.rules.choices import LearningStyle, Level

Said = TypeVar("Said")
# What follows from what somebody says, or from their account.
_DERIVED = (
    *("recommended_categories", "profile_embedding", "embedding", "evidence", "user_id", "id"),
    *("created_at", "updated_at"),
)


class AnswerInput(Input):
    """An answer to the question of a step: typed, or spoken."""

    session_id = serializers.UUIDField()
    step = serializers.IntegerField()
    answer_type = serializers.ChoiceField(choices=AnsweredBy.choices, default=AnsweredBy.TEXT)
    answer_text = TextField(max_length=LONGEST_ANSWER, required=False)
    audio_file = RecordingField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse an answer that says nothing of the kind that it says it is."""
        name = "audio_file" if attrs["answer_type"] == AnsweredBy.VOICE else "answer_text"
        if not attrs.get(name):
            raise serializers.ValidationError({name: ["This field is required."]})
        return attrs


class ProfilingInput(Input):
    """Which session is complete."""

    session_id = serializers.UUIDField()


class OwnSkillInput(Input):
    """Something that somebody can do, and how well."""

    skill = LineField(max_length=limits.LONGEST_SKILL)
    level = serializers.ChoiceField(choices=Level.choices, allow_null=True, default=None)


class WantsInput(Input):
    """What somebody says of themselves; what is left out stays, null is what they do not say any more."""

    passions = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_PASSION), max_length=limits.MOST_PASSIONS, required=False
    )
    skills = serializers.ListField(child=OwnSkillInput(), max_length=limits.MOST_SKILLS, required=False)
    goals = TextField(max_length=limits.LONGEST_GOALS, required=False, allow_null=True)
    time_commitment = LineField(max_length=limits.LONGEST_COMMITMENT, required=False, allow_null=True)
    learning_style = serializers.ChoiceField(choices=LearningStyle.choices, required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields, each thing once; raise ValidationError, also for what nobody sets."""
        named = [name for name in _DERIVED if isinstance(data, dict) and name in data]
        if named:
            raise serializers.ValidationError(
                {name: ["This follows from the rest and cannot be set."] for name in named}
            )
        given = super().to_internal_value(data)
        if "passions" in given:
            given["passions"] = _once(given["passions"], named=str)
        if "skills" in given:
            given["skills"] = _once(map(dict, given["skills"]), named=lambda skill: skill["skill"])
        return given


def _once(said: Iterable[Said], *, named: Callable[[Said], str]) -> list[Said]:
    """Return what was said, each name once, whatever its case."""
    first: dict[str, Said] = {}
    for each in said:
        first.setdefault(named(each).casefold(), each)
    return list(first.values())
