"""What this app publishes."""

from trellis.core.events import DomainEvent

organization_created = DomainEvent("organization.created")
organization_changed = DomainEvent("organization.changed")
member_invited = DomainEvent("member.invited")
invitation_revoked = DomainEvent("member.invitation_revoked")
member_joined = DomainEvent("member.joined")
member_role_changed = DomainEvent("member.role_changed")
member_left = DomainEvent("member.left")
