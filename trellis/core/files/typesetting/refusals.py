"""Why no document is set at the moment."""

from trellis.core.refusals import Unavailable


class NoFonts(Unavailable):
    """Whoever runs this has not installed what documents are set in."""

    sentence = "Documents cannot be made here: their fonts are not installed. `make data` installs them."
    wait = 60
