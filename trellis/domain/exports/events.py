"""What this app publishes: who took people's data out of the platform, and when."""

from trellis.core.events import DomainEvent

export_taken = DomainEvent("export.taken")
export_requested = DomainEvent("export.requested")
export_downloaded = DomainEvent("export.downloaded")
