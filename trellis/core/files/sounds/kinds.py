"""What kind of file a recording is, by its first bytes, and what may be in it."""

RATE = 16_000  # samples a second of what is made of a recording: one channel, 16 bits each
MOST_SECONDS = 120
LARGEST_SOUND = 10 * 1024 * 1024  # bytes

# The one reader that is let loose on it. None is asked to guess, since some readers open other files.
_WAV, _OGG, _WEBM, _MP4 = "wav", "ogg", "matroska", "mov"
_BOXES = {b"ftyp", b"styp", b"moov", b"moof"}
# What browsers' recorders, phones and sound programs write. Others are read by nobody.
CODECS = frozenset(
    {
        *("aac", "alac", "flac", "mp3", "mp3float", "opus", "libopus", "vorbis"),
        *("pcm_alaw", "pcm_mulaw", "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le"),
        *("pcm_s16be", "pcm_s24be"),
    }
)


def kind_of(head: bytes) -> str | None:
    """Return the name of the reader for what begins so, None for what is no sound that we take."""
    if head[:4] in {b"RIFF", b"RF64"} and head[8:12] == b"WAVE":
        return _WAV
    if head[:4] == b"OggS":
        return _OGG
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return _WEBM
    return _MP4 if head[4:8] in _BOXES else None
