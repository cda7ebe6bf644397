"""What the models cannot do at the moment."""

from trellis.core.refusals import Unavailable


class ModelsAway(Unavailable):
    """Whatever it is that computes does not answer, or not with what was asked for."""

    sentence = "This needs a model that does not answer at the moment. Please try again."
    wait = 5
