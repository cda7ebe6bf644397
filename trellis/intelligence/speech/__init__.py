"""Speech to text, and text to speech."""

RATE = 16_000  # samples a second, of one channel, 16 bits each: what is heard is brought to this first
LISTENER = "whisper-tiny.en"
COMMANDS_LISTENER = "pocketsphinx-commands"  # hears commands alone, where the other is not installed
SPEAKER = "espeak-ng"
VOICE = "en-us"
