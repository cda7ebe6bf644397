"""What can be asked of badges; what other apps ask stands here."""

from trellis.domain.credentials.queries.badges import Linked, certificates_of, shown_badges_of

__all__ = ["Linked", "certificates_of", "shown_badges_of"]
