"""Badges, and what they can be made of, as this door shows them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from rest_framework import serializers

from trellis.core.rendering import Computed, compile_page
from trellis.core.rendering.rows import literal
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.addresses import file_of, page_of, paper_of
from trellis.domain.credentials.queries.sources import Provable
from trellis.domain.credentials.rules.choices import GATHERED_KINDS, Kind, State

# An address is not known by its name yet when pages are compiled.
_PAGES = literal(f"{settings.TRELLIS_PUBLIC_URL}/verify/").replace("{", "{{")


class PageUrl(Computed):
    """Where anybody checks it."""

    output = serializers.CharField()
    sql = f"{_PAGES} || {{code}}"

    def compute(self, row: Badge) -> str:
        """Return the address."""
        return page_of(row)


class PaperUrl(Computed):
    """Where the paper is, for whoever has the code."""

    output = serializers.CharField()
    sql = f"{_PAGES} || {{code}} || '/paper'"

    def compute(self, row: Badge) -> str:
        """Return the address."""
        return paper_of(row)


class FileUrl(Computed):
    """Where the badge is as a file, for whoever has the code."""

    output = serializers.CharField()
    sql = f"{_PAGES} || {{code}} || '/badge.json'"

    def compute(self, row: Badge) -> str:
        """Return the address."""
        return file_of(row)


class BadgeSerializer(serializers.ModelSerializer[Badge]):
    """What a badge says, whether others see it, and whether it holds."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.ChoiceField(choices=Kind.choices)
    source_id = serializers.CharField(source="source")
    level = serializers.CharField()
    status = serializers.ChoiceField(source="state", choices=State.choices)
    reason = serializers.CharField(source="end_reason", help_text="Why it was revoked, to its owner alone.")
    verification_code = serializers.CharField(source="code")
    verify_url = PageUrl()
    paper_url = PaperUrl()
    badge_url = FileUrl()

    class Meta:
        model = Badge
        fields = [
            *("id", "kind", "source_id", "title", "text", "by_name", "recipient_name", "level", "minutes"),
            *("started_on", "earned_on", "issued_at", "is_shown", "status", "ended_at", "reason"),
            *("verification_code", "verify_url", "paper_url", "badge_url"),
        ]


class BadgesOutput(serializers.Serializer[Any]):
    """A page of badges; the headers tell which."""

    badges = BadgeSerializer(many=True)


class BadgeOutput(serializers.Serializer[Any]):
    """One badge."""

    badge = BadgeSerializer()


class SourceOutput(serializers.Serializer[Any]):
    """Something that a badge can be made of, and the badge that there is already."""

    kind = serializers.ChoiceField(choices=GATHERED_KINDS)
    source_id = serializers.CharField()
    title = serializers.CharField()
    by_name = serializers.CharField()
    text = serializers.CharField()
    earned_on = serializers.DateField()
    badge_id = serializers.UUIDField(allow_null=True)


class SourcesOutput(serializers.Serializer[Any]):
    """A page of them; the headers tell which."""

    sources = SourceOutput(many=True)


class LinkOutput(serializers.Serializer[Any]):
    """A badge as others' pages name it."""

    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    issuer = serializers.CharField()
    issued_at = serializers.DateTimeField()
    url = serializers.CharField()


class LinksOutput(serializers.Serializer[Any]):
    """The badges that one shows, and the same as a text for an application or a resume."""

    links = LinkOutput(many=True)
    text = serializers.CharField()


BADGES = compile_page(BadgeSerializer)


def source_json(source: Provable, badge_id: UUID | None) -> dict[str, Any]:
    """Return something that a badge can be made of, as SourceOutput."""
    return {
        "kind": source.kind,
        "source_id": source.source,
        "title": source.title,
        "by_name": source.by_name,
        "text": source.text,
        "earned_on": source.earned_on,
        "badge_id": badge_id,
    }
