"""What the models cannot do at the moment."""

from trellis.core.refusals import Unavailable


class ModelsAway(Unavailable):
    """Whatever it is that computes does not answer, or not with what was asked for."""

    sentence = "This needs a model that does not answer at the moment. Please try again."
    wait = 5


class NoSpeech(Unavailable):
    """Whoever runs this has not installed what understands speech, or what speaks."""

    sentence = (
        "Speech is not installed here, so that free speech is not understood and nothing is read out:"
        " `make data` installs it. Please write instead."
    )
    wait = 60
