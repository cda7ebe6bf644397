"""Settings that are addresses of other services: mail, messages to phones, the databases, STUN and TURN."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from trellis.config.environment.kinds import Kind, is_port, require
from trellis.config.environment.names import is_host

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
_BACKENDS = {"consolemail": "console", "dummymail": "dummy", "filemail": "filebased", "memorymail": "locmem"}
_LOCAL_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_ADDRESS = re.compile(rf"{_LOCAL_PART}@(?P<domain>[A-Za-z0-9.-]+)")
_SENDER = re.compile(r'(?:(?:[^<>@"\\,;:()\[\]]*|"[^<>"\\]*") ?<(?P<in_brackets>[^<>]+)>)|(?P<alone>[^<> ]+)')
_LONGEST_LOCAL_PART = 64
_ICE_SERVER = re.compile(
    r"(?:stuns?|turns?):([^:?\[\]]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?(?:\?transport=(?:udp|tcp))?"
)
_ICE_KEYS = {"urls", "username", "credential"}
# What an address may say to libpq, and lead to no surprise: files, encryption, time-outs, its name.
_DATABASE_OPTION = re.compile(
    "(application_name|channel_binding|connect_timeout|gssencmode|host|port|passfile|require_auth"
    "|keepalives(_count|_idle|_interval)?|ssl(cert|crl|key|negotiation|password|rootcert)"
    "|target_session_attrs|tcp_user_timeout)=[^=]+"
    "|sslmode=(disable|allow|prefer|require|verify-ca|verify-full)"
)
# Where files lie with which it is known; it must always be known.
_REDIS_OPTION = re.compile("ssl_(ca_certs|certfile|keyfile)=/[^&=]+")
_REDIS_NUMBER = "(0|[1-9][0-9]{0,2})"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail goes: over SMTP, or with the other schemes to a place that developers look at."""

    scheme: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = ""

    @property
    def is_smtp(self) -> bool:
        """Whether mail leaves this machine's programs."""
        return self.scheme in _PORTS

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody between here and the server reads along."""
        return self.scheme in {"smtp+tls", "smtp+ssl"}

    def settings(self) -> dict[str, Any]:
        """Return Django's settings for it."""
        return {
            "EMAIL_BACKEND": f"django.core.mail.backends.{_BACKENDS.get(self.scheme, 'smtp')}.EmailBackend",
            "EMAIL_HOST": self.host,
            "EMAIL_PORT": self.port,
            "EMAIL_HOST_USER": self.user,
            "EMAIL_HOST_PASSWORD": self.password,
            "EMAIL_USE_TLS": self.scheme == "smtp+tls",
            "EMAIL_USE_SSL": self.scheme == "smtp+ssl",
            "EMAIL_FILE_PATH": self.folder or None,
        }


def mail_server(text: str) -> MailServer:
    """Return the mail server of an address such as `smtp+tls://user:password@host:587`."""
    url = _split(text)
    if url.scheme in _BACKENDS:
        require(not (url.netloc or url.query) and bool(url.path.strip("/")) == (url.scheme == "filemail"))
        return MailServer(scheme=url.scheme, folder=unquote(url.path))
    require(url.scheme in _PORTS and is_host(_host(url)) and url.path in {"", "/"} and not url.query)
    require(bool(url.username) == bool(url.password))
    return MailServer(
        scheme=url.scheme,
        host=url.hostname or "",
        port=url.port or _PORTS[url.scheme],
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )


def sender(text: str) -> str:
    """Return the sender of mails, `Name <address>` or an address alone."""
    domain_of_sender(text)
    return text


def domain_of_sender(text: str) -> str:
    """Return the domain of a sender's address in lower case."""
    match = _SENDER.fullmatch(text)
    address = _ADDRESS.fullmatch(match["in_brackets"] or match["alone"]) if match else None
    domain = address["domain"].lower() if address else ""
    require(address and is_host(domain) and address.start("domain") <= _LONGEST_LOCAL_PART + 1)
    return domain


def gateway(text: str) -> str:
    """Return the web address that takes messages to phones."""
    url = _split(text)
    require(url.scheme in {"http", "https"} and is_host(_host(url)))
    return text


def database(text: str) -> str:
    """Return the address of a PostgreSQL database."""
    url = _split(text)
    require(url.scheme in {"postgres", "postgresql"} and re.fullmatch(r"/[^/]+", url.path))
    socket = unquote(url.hostname or "").startswith("/")
    require(socket or not url.hostname or is_host(_host(url).lower()))
    require(not url.query or all(map(_DATABASE_OPTION.fullmatch, url.query.split("&"))))
    return text


def redis_server(text: str) -> str:
    """Return the address of a Redis server: `redis://`, over TLS `rediss://`, of this machine `unix:///file`."""
    url = _split(text, may_lack_user=True)
    options = url.query.split("&") if url.query else []
    if url.scheme == "unix":
        require(url.path.strip("/") and not url.hostname and len(options) <= 1)
        require(all(re.fullmatch(f"db={_REDIS_NUMBER}", option) for option in options))
    else:
        require(url.scheme in {"redis", "rediss"} and is_host(_host(url)))
        require(re.fullmatch(f"/?|/{_REDIS_NUMBER}", url.path) and (not options or url.scheme == "rediss"))
        require(all(map(_REDIS_OPTION.fullmatch, options)))
    return text


def ice_servers(text: str) -> list[dict[str, Any]]:
    """Return a list of STUN and TURN servers as browsers take them (RTCIceServer)."""
    try:
        servers = json.loads(text)
    except RecursionError:
        raise ValueError from None
    require(isinstance(servers, list))
    for server in servers:
        _require_ice_server(server)
    return list(servers)


def _require_ice_server(server: Any) -> None:
    require(isinstance(server, dict) and "urls" in server and server.keys() <= _ICE_KEYS)
    urls = server["urls"] if isinstance(server["urls"], list) else [server["urls"]]
    require(urls and all(isinstance(url, str) and _is_ice_address(url) for url in urls))
    require(all(isinstance(server[key], str) and server[key] for key in server.keys() - {"urls"}))
    # Browsers throw where a TURN server comes without them.
    is_turn = any(url.startswith("turn") for url in urls)
    require(not is_turn or server.keys() >= _ICE_KEYS)


def _is_ice_address(text: str) -> bool:
    match = _ICE_SERVER.fullmatch(text)
    return match is not None and is_host(match[1]) and (match[2] is None or is_port(int(match[2])))


def _split(text: str, *, may_lack_user: bool = False) -> SplitResult:
    url = urlsplit(text)
    require(text.isascii() and " " not in text and not url.fragment and text.startswith(f"{url.scheme}://"))
    # A port that is none raises when it is asked for; an empty one, or none at all, says nothing.
    require(url.port != 0 and not url.netloc.endswith(":"))
    # Half of a name and password is a mistake that only the other side would find.
    require(url.password is None or (url.password and (url.username or may_lack_user)))
    require(url.password is not None or not (may_lack_user and url.username))
    return url


def _host(url: SplitResult) -> str:
    host = url.netloc.rpartition("@")[2]
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


MAIL_SERVER = Kind(
    "the address of a mail server, smtp://host:25, smtp+tls://user:password@host:587 or"
    " smtp+ssl://user:password@host:465, or in development consolemail://, dummymail://, memorymail:// or"
    " filemail:///a/folder; other characters than letters and digits in the password as %XX",
    mail_server,
)
SENDER = Kind("an e-mail address, alone or as Name <address>", sender)
GATEWAY = Kind("an http or https address, with user:password@ if need be and without #", gateway)
DATABASE = Kind(
    "the address of a PostgreSQL database, postgresql://user:password@host:5432/name with options of libpq"
    " if need be; other characters than letters and digits in the password as %XX",
    database,
)
REDIS_SERVER = Kind(
    "the address of a Redis server, redis://host:6379/0, over TLS rediss://user:password@host:6379/0 with"
    " ?ssl_ca_certs=/a/file, ssl_certfile and ssl_keyfile if need be, or unix:///a/socket?db=0; other"
    " characters than letters and digits in the password as %XX",
    redis_server,
)
ICE_SERVERS = Kind(
    'a JSON list of objects such as {"urls": "stun:host:3478"} or'
    ' {"urls": ["turn:host:3478"], "username": "u", "credential": "c"}',
    ice_servers,
    may_have_lines=True,
)
