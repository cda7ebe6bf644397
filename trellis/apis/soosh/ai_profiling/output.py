"""A session of questions, and the profile that comes out of it."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from trellis.apis.soosh.categories import SubcategorySerializer
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey
from trellis.domain.assistant.models import Profiling
from trellis.domain.assistant.queries.agents import agent_of
from trellis.domain.assistant.rules.limits import STEPS
from trellis.domain.catalog.models import Subcategory
from trellis.domain.catalog.queries import names_of, subcategory_keys
from trellis.domain.profiles.models import Content, Profile, ProfileVersion
from trellis.domain.profiles.rules.choices import LearningStyle, Level
from trellis.intelligence.embeddings import DIMENSIONS


class StartedOutput(serializers.Serializer[Any]):
    """The session that is open, and the question that waits in it: the first, where it is new.

    `ai_agent_id` and `ai_response_audio` are there for accounts of the type `disabled`.
    """

    session_id = serializers.UUIDField()
    first_question = serializers.CharField(allow_null=True)
    step = serializers.IntegerField()
    total_steps = serializers.IntegerField()
    ai_agent_id = serializers.UUIDField(required=False)
    ai_response_audio = serializers.URLField(required=False, allow_null=True)


class AnsweredOutput(serializers.Serializer[Any]):
    """The next question and its step; null after the last one.

    `ai_response_audio`, where the question is read out, is there for accounts of the type `disabled`.
    """

    next_question = serializers.CharField(allow_null=True)
    step = serializers.IntegerField()
    total_steps = serializers.IntegerField()
    ai_response_audio = serializers.URLField(required=False, allow_null=True)


class ProfileSkillOutput(serializers.Serializer[Any]):
    """Something that somebody can do; null where they do not say how well."""

    skill = serializers.CharField()
    level = serializers.ChoiceField(choices=Level.choices, allow_null=True)


class EvidenceOutput(serializers.Serializer[Any]):
    """The words of an answer that a value comes from."""

    value = serializers.CharField()
    step = serializers.IntegerField()
    quote = serializers.CharField()


class AllEvidenceOutput(serializers.Serializer[Any]):
    """By field, the words that its values come from; what somebody set themselves has none."""

    passions = EvidenceOutput(many=True, required=False)
    skills = EvidenceOutput(many=True, required=False)
    goals = EvidenceOutput(many=True, required=False)
    time_commitment = EvidenceOutput(many=True, required=False)
    learning_style = EvidenceOutput(many=True, required=False)


class SaidOutput(serializers.Serializer[Any]):
    """What somebody wants and can; empty or null is what they have not said."""

    passions = serializers.ListField(child=serializers.CharField())
    skills = ProfileSkillOutput(many=True)
    goals = serializers.CharField(allow_null=True)
    time_commitment = serializers.CharField(allow_null=True)
    learning_style = serializers.ChoiceField(choices=LearningStyle.choices, allow_null=True)
    recommended_categories = serializers.ListField(child=serializers.CharField())
    evidence = AllEvidenceOutput()


class NextStepsOutput(serializers.Serializer[Any]):
    """What to do now, and with which subcategories, best first."""

    action = serializers.ChoiceField(choices=["explore_categories"])
    suggested_subcategories = SubcategorySerializer(many=True)


class CompletedOutput(serializers.Serializer[Any]):
    """The profile that a session has come to."""

    profile = SaidOutput()
    profile_embedding = serializers.ListField(
        child=serializers.FloatField(), min_length=DIMENSIONS, max_length=DIMENSIONS
    )
    next_steps = NextStepsOutput()


class OwnProfileOutput(SaidOutput):
    """One's own profile."""

    user_id = serializers.UUIDField()
    updated_at = serializers.DateTimeField()


def started(profiling: Profiling, user: User) -> dict[str, Any]:
    """Return a session with the question that waits, and who asks it."""
    agent = agent_of(user)
    return {
        "session_id": str(profiling.public_id),
        "first_question": profiling.question or None,
        **_place(profiling),
        **({"ai_agent_id": str(agent.public_id)} if agent else {}),
        **_aloud(profiling, user),
    }


def answered(profiling: Profiling, user: User) -> dict[str, Any]:
    """Return what is asked next."""
    return {"next_question": profiling.question or None, **_place(profiling), **_aloud(profiling, user)}


def completed(version: ProfileVersion) -> dict[str, Any]:
    """Return the profile of a session, as it was then."""
    keys = subcategory_keys(version.subcategories)
    rows = Subcategory.objects.in_bulk(keys)
    return {
        "profile": _said(version),
        "profile_embedding": version.vector,
        "next_steps": {
            "action": "explore_categories",
            "suggested_subcategories": SubcategorySerializer([rows[key] for key in keys], many=True).data,
        },
    }


def own(profile: Profile, user: User) -> dict[str, Any]:
    """Return somebody's own profile."""
    updated_at = serializers.DateTimeField().to_representation(profile.updated_at)
    return {"user_id": str(user.public_id), **_said(profile), "updated_at": updated_at}


def _aloud(profiling: Profiling, user: User) -> dict[str, Any]:
    """Return where the question that waits is read out, for those to whom it is."""
    if user.journey != Journey.DISABLED:
        return {}
    place = f"/api/v1/ai-profiling/questions/{profiling.public_id}/{profiling.step}"
    return {"ai_response_audio": f"{settings.TRELLIS_PUBLIC_URL}{place}" if profiling.question else None}


def _place(profiling: Profiling) -> dict[str, Any]:
    return {"step": min(profiling.step, STEPS.most), "total_steps": STEPS.most}


def _said(row: Content) -> dict[str, Any]:
    return {
        "passions": row.passions,
        "skills": row.skills,
        "goals": row.goals,
        "time_commitment": row.time_commitment,
        "learning_style": row.learning_style,
        "recommended_categories": names_of(row.categories),
        "evidence": row.evidence,
    }
