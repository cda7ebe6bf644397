"""What this app publishes: who took people's data out of the platform, and when."""

from typing import TypedDict

from trellis.core.events import DomainEvent
from trellis.domain.exports.models import ExportJob
from trellis.domain.organizations.models import Organization


class Taken(TypedDict):
    """What was taken, and as which kind of file; not the filters: somebody's name may be searched for."""

    kind: str
    format: str


class Exported(Taken):
    """How many rows it has so far, too."""

    rows: int


export_taken = DomainEvent("export.taken", Organization, Taken)
export_requested = DomainEvent("export.requested", ExportJob, Exported)
export_downloaded = DomainEvent("export.downloaded", ExportJob, Exported)
