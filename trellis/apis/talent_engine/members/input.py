"""What is sent to ask somebody to join, to join, and to change a role."""

from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.core.writing.fields import AddressField
from trellis.domain.accounts.rules import LONGEST_EMAIL
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.rules.limits import LONGEST_INVITATION


class RoleInput(Input):
    """The role that somebody is to have."""

    role = serializers.ChoiceField(choices=Role.choices)


class NewInvitation(Input):
    """Who is asked to join, and as what."""

    email = AddressField(max_length=LONGEST_EMAIL)
    role = serializers.ChoiceField(choices=Role.choices)


class InvitationToken(Input):
    """What the link in the mail carries."""

    token = serializers.CharField(max_length=LONGEST_INVITATION)
