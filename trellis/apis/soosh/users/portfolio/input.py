"""What a portfolio says, and where something of it is shared."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from trellis.core.http.input import Input, one_of
from trellis.core.writing.fields import LineField, LinkField, TextField
from trellis.domain.portfolio.rules import limits
from trellis.domain.portfolio.rules.choices import Audience, Part, Platform

_SHOWN = 40  # as much of a wrong word as is said back
_IN_THE_WEB = "Write an address that begins with http:// or https://."


def in_the_web(link: str) -> None:
    """Raise ValidationError for an address that leads elsewhere than into the web."""
    if not link.lower().startswith(("http://", "https://")):
        raise serializers.ValidationError(_IN_THE_WEB)


class VisibilityInput(Input):
    """For whom each part is; what is left out stays, or is as usual. How one is reached is never shown."""

    def get_fields(self) -> Any:
        """Return a choice for each part."""
        return {
            part.value: serializers.ChoiceField(choices=Audience.choices, required=False) for part in Part
        }

    def to_internal_value(self, data: Any) -> Any:
        """Return those that are sent; raise ValidationError that names what is no part."""
        names = [name for name in data if name not in self.fields] if isinstance(data, Mapping) else []
        if names:
            raise serializers.ValidationError({str(name)[:_SHOWN]: [one_of(self.fields)] for name in names})
        return super().to_internal_value(data)


class PortfolioInput(Input):
    """What a portfolio says. What is left out stays as it is, or is as usual for a new one."""

    bio = TextField(max_length=limits.LONGEST_BIO, required=False, allow_blank=True)
    featured_projects = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_PROJECT_ID),
        max_length=limits.MOST_FEATURED,
        required=False,
        help_text="Ids of projects that stand out, in their order. What is none of one's own is left out, and"
        " named in `ignored_projects`.",
    )
    custom_url = LineField(
        max_length=limits.ADDRESS_LENGTH.most,
        required=False,
        allow_blank=True,
        help_text="The name in the address of the page; without one it is the username.",
    )
    links = serializers.ListField(
        child=LinkField(max_length=limits.LONGEST_LINK, validators=[in_the_web]),
        max_length=limits.MOST_LINKS,
        required=False,
        help_text="An addition: where else one is found.",
    )
    visibility = VisibilityInput(required=False, help_text="An addition: for whom each part is.")
    is_published = serializers.BooleanField(
        required=False, help_text="An addition: `false` hides it from everybody else."
    )


class ShareInput(Input):
    """Where to share one's portfolio, and by which words."""

    platforms = serializers.ListField(
        child=serializers.ChoiceField(choices=Platform.choices),
        min_length=limits.PLATFORMS.least,
        max_length=limits.PLATFORMS.most,
    )
    auto_generate_caption = serializers.BooleanField(
        default=True, help_text="A caption is made of what everybody sees of the portfolio."
    )
    caption = TextField(
        max_length=limits.LONGEST_CAPTION,
        required=False,
        allow_blank=True,
        default="",
        help_text="An addition: one's own words, where none are to be made.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse no words at all."""
        if not (attrs["auto_generate_caption"] or attrs["caption"].strip()):
            raise serializers.ValidationError(
                {"caption": [serializers.Field.default_error_messages["required"]]}
            )
        return attrs
