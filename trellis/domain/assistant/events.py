"""What this app publishes."""

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.assistant.models import Profiling

profiling_started = DomainEvent("profiling.started", Profiling, Nothing)
profiling_completed = DomainEvent("profiling.completed", Profiling, Nothing)
