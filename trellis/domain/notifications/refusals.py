"""What notices refuse."""

from trellis.core.refusals import Absent, Invalid


class UnknownNotification(Absent):
    """No such notification, or another's."""

    sentence = "There is no such notification."


class InvalidPreferences(Invalid):
    """What was asked for cannot be so."""


class UnknownUnsubscription(Invalid):
    """The link to stop mails is not one of ours, or not whole."""

    field = "t"
    sentence = "This link is not complete. You can change what you are told in your settings."
