"""What this app publishes; its signals keep the pools (talent-pool-api.md)."""

from trellis.core.events import DomainEvent

talent_onboarded = DomainEvent("talent.onboarded")
coach_onboarded = DomainEvent("coach.onboarded")
talent_posted = DomainEvent("talent.posted")
talent_selected = DomainEvent("talent.selected")
talent_rejected = DomainEvent("talent.rejected")
