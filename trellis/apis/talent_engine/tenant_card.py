"""A tenant as this door prints it."""

from rest_framework import serializers

from trellis.core.rendering import MediaURL
from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.rules import limits


class TenantSerializer(serializers.ModelSerializer[Organization]):
    """A tenant as the document prints it."""

    # Who comes by this door says one when the tenant begins; an organization of another door may have none.
    domain = serializers.CharField(max_length=limits.LONGEST_DOMAIN, allow_null=True)
    logo_url = MediaURL(source="logo", absolute=True)

    class Meta:
        model = Organization
        fields = ["id", "name", "domain", "logo_url"]
