"""What notices refuse."""

from trellis.core.refusals import Absent, Invalid, NotYet, Unavailable


class UnknownNotification(Absent):
    """No such notification, or another's."""

    sentence = "There is no such notification."


class InvalidPreferences(Invalid):
    """What was asked for cannot be so."""


class UnknownUnsubscription(Invalid):
    """The link to stop mails is not one of ours, or not whole."""

    field = "t"
    sentence = "This link is not complete. You can change what you are told in your settings."


class InvalidSubscription(Invalid):
    """What a browser says of itself is not so: its address is no known service's, or its keys are none."""


class PushIsOff(Unavailable):
    """This site has no key for push services."""

    sentence = "This site sends no push notifications."


class SignInUnknown(NotYet):
    """It is not known by which sign-in somebody is here, so nobody would know when it ends."""

    sentence = "Sign in again to be told here."
