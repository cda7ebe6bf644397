"""What holds of notices: words in which they speak, kinds and channels, when somebody wants quiet."""

from trellis.domain.notifications.rules.words import beside, moment, name_of, span, zone_named, zone_of

__all__ = ["beside", "moment", "name_of", "span", "zone_named", "zone_of"]
