"""Who posts on other sites for people."""

from urllib.parse import urlsplit

from trellis.config.environment.addresses import gateway
from trellis.config.environment.kinds import list_of, require
from trellis.config.environment.variables import Variable

_PLATFORMS = frozenset({"linkedin", "twitter", "x", "facebook"})
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost"})


def _webhook(text: str) -> tuple[str, str]:
    """Return a platform and where posts for it are sent, which is no address that others can read along."""
    platform, sign, address = text.partition("=")
    require(sign and platform in _PLATFORMS)
    url = urlsplit(gateway(address))
    require(url.username is None and (url.scheme == "https" or url.hostname in _THIS_MACHINE))
    return platform, address


SHARING = (
    Variable(
        name="TRELLIS_SHARE_WEBHOOKS",
        kind=list_of(
            _webhook,
            "linkedin, twitter, x or facebook, each with = and an https address, such as"
            " linkedin=https://hooks.example/abc",
        ),
        default=[],
        meaning="who posts what people share of their portfolios: each is sent platform, text and url as"
        " JSON,"
        " and answers 2xx once that is posted, with post_url if it knows it; where none is set people get"
        " the platform's own page and post there themselves",
    ),
)
