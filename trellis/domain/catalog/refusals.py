"""What the catalog refuses."""

from trellis.core.refusals import Absent, Unavailable


class CategoryNotFound(Absent):
    """There is no such category."""

    sentence = "There is no such category."


class NotYetUnderstood(Unavailable):
    """The subcategories have no vectors of the model that is in use now; a job makes them."""

    sentence = "The categories are being prepared for searching. Please try again."
    wait = 10
