"""Who is asked to understand and to speak: `trellis models`, or an API that an operator names."""

from trellis.config.environment.addresses import GATEWAY
from trellis.config.environment.kinds import LINE, PATH, SECRET
from trellis.config.environment.variables import Variable
from trellis.core.files.data import DIRECTORY
from trellis.intelligence.embeddings import NAME
from trellis.intelligence.speech import LISTENER, SPEAKER, VOICE

MODELS = (
    Variable(
        name="TRELLIS_EMBEDDINGS_URL",
        kind=GATEWAY,
        shown="`trellis models`",
        meaning="another API in the words of OpenAI's that makes embeddings, up to `/embeddings`, for example"
        " `https://api.openai.com/v1`; its vectors must have 384 numbers where it is asked for `dimensions`",
    ),
    Variable(name="TRELLIS_EMBEDDINGS_KEY", kind=SECRET, meaning="the key that it is asked with"),
    Variable(
        name="TRELLIS_EMBEDDINGS_MODEL",
        kind=LINE,
        default=NAME,
        meaning="the model that is asked; with another one what is stored is embedded anew",
    ),
    Variable(
        name="TRELLIS_TRANSCRIPTION_URL",
        kind=GATEWAY,
        shown="`trellis models`",
        meaning="another API in the words of OpenAI's that understands speech, up to `/audio/transcriptions`;"
        " it is sent WAV",
    ),
    Variable(name="TRELLIS_TRANSCRIPTION_KEY", kind=SECRET, meaning="the key that it is asked with"),
    Variable(
        name="TRELLIS_TRANSCRIPTION_MODEL", kind=LINE, default=LISTENER, meaning="the model that is asked"
    ),
    Variable(
        name="TRELLIS_SPEECH_URL",
        kind=GATEWAY,
        shown="`trellis models`",
        meaning="another API in the words of OpenAI's that speaks, up to `/audio/speech`; it is asked for"
        " WAV",
    ),
    Variable(name="TRELLIS_SPEECH_KEY", kind=SECRET, meaning="the key that it is asked with"),
    Variable(name="TRELLIS_SPEECH_MODEL", kind=LINE, default=SPEAKER, meaning="the model that is asked"),
    Variable(name="TRELLIS_SPEECH_VOICE", kind=LINE, default=VOICE, meaning="the voice that it is asked for"),
    Variable(
        name="TRELLIS_ANSWERS_URL",
        kind=GATEWAY,
        shown="none: sentences of ours",
        meaning="an API in the words of OpenAI's that words answers of assistants, up to"
        " `/chat/completions`; it is sent what the person who asks may read, and what it says is held"
        " against that",
    ),
    Variable(name="TRELLIS_ANSWERS_KEY", kind=SECRET, meaning="the key that it is asked with"),
    Variable(
        name="TRELLIS_ANSWERS_MODEL",
        kind=LINE,
        default="",
        shown="none",
        meaning="the model that is asked; without one nobody is",
    ),
    Variable(
        name="TRELLIS_MODELS_DIR",
        kind=PATH,
        default=str(DIRECTORY),
        shown="`share/trellis` in the virtual environment",
        meaning="where the weights of `trellis models`, and the fonts of documents, lie as `make data`"
        " unpacks them",
    ),
)
