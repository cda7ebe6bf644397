"""Portfolios as this door shows them (soosh-api.md, section 12). No address of a person is in them."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from trellis.apis.soosh.users.projects import ProjectSerializer
from trellis.apis.soosh.users.resume.output import ResumeSaidOutput
from trellis.core.rendering.media import media_url
from trellis.domain.credentials.rules.choices import Kind
from trellis.domain.portfolio.models import Share
from trellis.domain.portfolio.queries.portfolios import SeenPortfolio
from trellis.domain.portfolio.rules.choices import Audience, Part, Platform, ShareState
from trellis.domain.portfolio.rules.names import may_be_addressed
from trellis.domain.portfolio.rules.seeing import whole


class PortfolioPersonOutput(serializers.Serializer[Any]):
    """Whose it is."""

    id = serializers.UUIDField()
    username = serializers.CharField(allow_null=True, help_text="Null where it may be an e-mail address.")
    full_name = serializers.CharField()
    avatar_url = serializers.URLField(allow_null=True)


class AudiencesOutput(serializers.Serializer[Any]):
    """For whom each part is."""

    def get_fields(self) -> Any:
        """Return a choice for each part."""
        return {part.value: serializers.ChoiceField(choices=Audience.choices) for part in Part}


class EarnedOutput(serializers.Serializer[Any]):
    """Something that somebody has achieved here."""

    title = serializers.CharField(source="achievement.name")
    description = serializers.CharField(source="achievement.description")
    earned_at = serializers.DateTimeField()


class CheckedOutput(serializers.Serializer[Any]):
    """Something that is certified, and where anybody checks it."""

    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    issuer = serializers.CharField()
    issued_at = serializers.DateTimeField()
    verify_url = serializers.URLField(source="url")


class OnePortfolioOutput(serializers.Serializer[Any]):
    """A portfolio; a part that the caller does not see is null."""

    user = PortfolioPersonOutput()
    custom_url = serializers.CharField()
    portfolio_url = serializers.URLField()
    bio = serializers.CharField(allow_null=True)
    links = serializers.ListField(child=serializers.URLField())
    skills = serializers.ListField(child=serializers.CharField(), allow_null=True)
    featured_projects = ProjectSerializer(many=True, allow_null=True)
    projects = ProjectSerializer(many=True, allow_null=True)
    achievements = EarnedOutput(many=True, allow_null=True)
    certificates = CheckedOutput(many=True, allow_null=True)
    badges = CheckedOutput(
        many=True, allow_null=True, help_text="Those that the person shows, certificates aside."
    )
    resume = ResumeSaidOutput(allow_null=True)
    updated_at = serializers.DateTimeField()


class OwnPortfolioOutput(OnePortfolioOutput):
    """One's own portfolio, and who sees what of it."""

    visibility = AudiencesOutput()
    is_published = serializers.BooleanField()
    is_visible = serializers.BooleanField(
        help_text="Whether others see it: a minor's is seen by nobody, published or not."
    )


class PortfolioOutput(serializers.Serializer[Any]):
    """Somebody's."""

    portfolio = OnePortfolioOutput()


class MyPortfolioOutput(serializers.Serializer[Any]):
    """One's own."""

    portfolio = OwnPortfolioOutput()


class MadePortfolioOutput(MyPortfolioOutput):
    """One's own, and which ids of projects were none of one's own."""

    ignored_projects = serializers.ListField(child=serializers.CharField())


class SharedOutput(serializers.Serializer[Any]):
    """What came of it on one platform.

    Where somebody posts for people, it waits for that (`waiting`), and `users/portfolio/shares` tells how it
    went. Else it is `offered`: `post_url` is the platform's own page, on which the person posts.
    """

    post_text = serializers.CharField()
    post_url = serializers.CharField()
    posted = serializers.BooleanField()
    state = serializers.ChoiceField(choices=ShareState.choices)


class SharedEverywhereOutput(serializers.Serializer[Any]):
    """What came of it, by the platforms that were named."""

    def get_fields(self) -> Any:
        """Return one for each platform."""
        return {each.value: SharedOutput(required=False) for each in Platform}


class PastShareOutput(SharedOutput):
    """One of what was shared."""

    id = serializers.UUIDField()
    platform = serializers.ChoiceField(choices=Platform.choices)
    created_at = serializers.DateTimeField()
    posted_at = serializers.DateTimeField(allow_null=True)


class SharesOutput(serializers.Serializer[Any]):
    """A page of what one has shared; the headers tell which."""

    shares = PastShareOutput(many=True)


def portfolio_json(seen: SeenPortfolio) -> Mapping[str, Any]:
    """Return a portfolio as OnePortfolioOutput describes it."""
    return dict(OnePortfolioOutput(_facts(seen)).data)


def own_portfolio_json(seen: SeenPortfolio) -> Mapping[str, Any]:
    """Return one's own as OwnPortfolioOutput describes it."""
    row = seen.portfolio
    shown = {
        **_facts(seen),
        "visibility": whole(row.visibility),
        "is_published": row.is_published,
        "is_visible": seen.is_open,
    }
    return dict(OwnPortfolioOutput(shown).data)


def shared_json(row: Share) -> dict[str, Any]:
    """Return what came of a share as SharedOutput describes it."""
    posted = row.posted_at is not None
    shown = {"post_text": row.text, "post_url": row.post_url, "posted": posted, "state": row.state}
    return dict(SharedOutput(shown).data)


def past_share_json(row: Share) -> dict[str, Any]:
    """Return the same of one in the list."""
    more = {"id": row.public_id, "platform": row.platform}
    moments = {"created_at": row.created_at, "posted_at": row.posted_at}
    return dict(PastShareOutput({**shared_json(row), **more, **moments}).data)


def _facts(seen: SeenPortfolio) -> dict[str, Any]:
    row, owner = seen.portfolio, seen.owner
    return {
        "user": {
            "id": owner.public_id,
            "username": owner.username if may_be_addressed(owner.username) else None,
            "full_name": owner.full_name,
            "avatar_url": media_url(owner.avatar.name, absolute=True),
        },
        "custom_url": row.custom_url,
        "portfolio_url": seen.address,
        "bio": seen.bio,
        "links": row.links,
        "skills": seen.skills,
        "featured_projects": None if seen.projects is None else seen.featured,
        "projects": seen.projects,
        "achievements": seen.achievements,
        "certificates": seen.certificates,
        "badges": seen.badges,
        "resume": seen.resume,
        "updated_at": row.updated_at,
    }
