"""What clients send about organizations."""

from rest_framework import serializers

from trellis.apis.enabled_talent.synonyms import WithSynonyms
from trellis.core.files.uploads import PictureField
from trellis.core.http.input import Input
from trellis.core.writing.fields import AddressField, LineField, LinkField, TextField
from trellis.domain.accounts.rules import LONGEST_EMAIL
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.rules import limits
from trellis.domain.organizations.rules.choices import EmployeeSize, Industry


class OrganizationInput(Input):
    """What an organization says of itself. Its sign comes in a form; null takes it away."""

    name = LineField(max_length=limits.LONGEST_NAME)
    url = LinkField(max_length=limits.LONGEST_URL, required=False, allow_blank=True)
    industry = serializers.ChoiceField(choices=Industry.choices, required=False, allow_null=True)
    linkedin_url = LinkField(max_length=limits.LONGEST_URL, required=False, allow_blank=True)
    headquarter_location = LineField(max_length=limits.LONGEST_HEADQUARTERS, required=False, allow_blank=True)
    about = TextField(max_length=limits.LONGEST_ABOUT, required=False, allow_blank=True)
    employee_size = serializers.ChoiceField(choices=EmployeeSize.choices, required=False, allow_null=True)
    avatar = PictureField(source="logo", required=False, allow_null=True)


class InviteInput(WithSynonyms):
    """Who is asked to join, and as what; staff unless it is said."""

    synonyms = {
        "email": ("email_address", "user_email", "invitee_email"),
        "role": ("user_role", "job_role"),
    }
    email = AddressField(max_length=LONGEST_EMAIL)
    role = serializers.ChoiceField(choices=Role.choices, required=False, default=Role.STAFF)
