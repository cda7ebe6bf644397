"""What is published of a requisition's details: approvals and compliance items. Their subject is it."""

from trellis.core.events import DomainEvent

stage_decided = DomainEvent("requisition.stage_decided")
compliance_added = DomainEvent("compliance.added")
compliance_changed = DomainEvent("compliance.changed")
compliance_removed = DomainEvent("compliance.removed")
