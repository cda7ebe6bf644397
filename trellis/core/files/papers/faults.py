"""Why nothing can be read of a document, as the child that opens it knows it."""


class Fault(Exception):
    """It cannot be read."""


class Empty(Fault):
    """Nothing is on its pages."""


class Locked(Fault):
    """It opens with a password alone."""


class OnlyPictures(Fault):
    """Its pages are pictures, without text."""


class TooManyPages(Fault):
    """It has more pages than anybody's resume."""


class TooLargeInside(Fault):
    """It is small outside, and large once unpacked."""


class NoLetters(Fault):
    """Its fonts do not say what letters their signs are."""


class Broken(Fault):
    """It is damaged, or another kind of file."""
