"""What is no recording of somebody who speaks."""

from trellis.core.files.sounds.kinds import LARGEST_SOUND, MOST_SECONDS
from trellis.core.refusals import Invalid


class NotASound(Invalid):
    """It is nothing that we can listen to."""

    field = "audio_file"
    sentence = "Send a recording as WAV, OGG, WebM or MP4."


class TooLarge(NotASound):
    """It has too many bytes."""

    sentence = f"The recording is larger than {LARGEST_SOUND // (1024 * 1024)} MB."


class TooLong(NotASound):
    """It takes too long."""

    sentence = f"The recording is longer than {MOST_SECONDS // 60} minutes."


class NothingHeard(NotASound):
    """Nobody speaks in it, or nobody who can be understood."""

    sentence = "I heard nothing. Please try again, closer to the microphone."
