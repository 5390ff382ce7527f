"""What ``rrsa serve`` was asked for, checked before anything is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from rrsa.errors import BadInput
from rrsa.i18n import _

Network = IPv4Network | IPv6Network
LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
PORT = 8765
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Behind:
    """A proxy that has TLS and a sign-in, and says in a header who it is that has signed in.

    ``public`` is the address that people type, such as ``https://rrsa.school.example``; only a request from
    ``proxies``, with ``secret`` if there is one, is believed.
    """

    header: str
    public: str
    roles: Mapping[str, str]
    proxies: tuple[Network, ...] = LOOPBACK
    secret: str = ""
    passwords: Path | None = None


@dataclass(frozen=True)
class Asked:
    """All that a server goes by. Times are in minutes; ``password`` is the one that was typed for a
    database on a server, empty where the environment or a file has it."""

    database: str
    author: str | None = None
    words: Sequence[str] = ()
    host: str = "127.0.0.1"
    port: int = PORT
    behind: Behind | None = None
    sessions: int = 10
    idle: float = 30
    link: float = 10
    upload: int = 100 * MEGABYTE
    uploads: int = 30
    each: int = 3
    password: str = field(default="", repr=False)

    @property
    def on_server(self) -> bool:
        """Whether the database is a server's and no file."""
        from rrsa.store.addresses import is_server

        return is_server(self.database)


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_host(host: str, behind: Behind | None) -> None:
    """Raises :class:`BadInput` for an address that others reach with no sign-in in between."""
    if behind is None and not is_loopback(host):
        raise BadInput(
            _("{host} can be reached from other machines, and there is no sign-in here").format(
                host=host[:60]
            ),
            _("put a TLS proxy with sign-in in front and name it with --behind-proxy, or leave out --host"),
        )


def check_public(address: str) -> str:
    """The address that people type, without a slash behind it.

    Raises :class:`BadInput` for one that is not https, or that has a path or a name in it.
    """
    try:
        parts = urlsplit(address.strip())
        usual = parts.scheme == "https" and "@" not in parts.netloc
        port = parts.port
        # As browsers send it: a name of other letters is spelt in ours.
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        usual, host, port = False, "", None
    plain = host and all(c.isalnum() or c in "-.:_" for c in host)
    if not usual or not plain or parts.path.strip("/") or parts.query or parts.fragment:
        raise BadInput(
            _("“{address}” is not the address of a site with TLS").format(address=address[:60]),
            _("give what people type, such as --public-url https://rrsa.school.example"),
        )
    host = f"[{host}]" if ":" in host else host
    return f"https://{host}" if port in (None, 443) else f"https://{host}:{port}"


def check_header(name: str) -> str:
    """Raises :class:`BadInput` for what cannot be the name of a header."""
    text = name.strip()
    if not text or not all(c.isascii() and (c.isalnum() or c == "-") for c in text):
        raise BadInput(
            _("“{name}” is no name of a header").format(name=name[:60]),
            _("give the header in which the proxy says who has signed in, such as X-Forwarded-Email"),
        )
    return text


def networks(addresses: Sequence[str]) -> tuple[Network, ...]:
    """The addresses from which the proxy comes. Raises :class:`BadInput` for what is none."""
    found: list[Network] = []
    for each in addresses:
        try:
            found.append(ip_network(each.strip(), strict=False))
        except ValueError:
            raise BadInput(
                _("“{address}” is no address of a machine").format(address=each[:60]),
                _("give the proxy's address by number, such as --proxy-address 10.0.0.5"),
            ) from None
    return tuple(found) or LOOPBACK


def check_proxies(proxies: Sequence[Network], secret: str) -> None:
    """Raises :class:`BadInput` for a whole network where nothing but its address tells the proxy."""
    for each in proxies:
        if not secret and each.num_addresses > 1 and not each.is_loopback:
            raise BadInput(
                _("every machine in {network} could pass for the proxy").format(network=each),
                _("name the proxy's own address, or agree on a secret with --proxy-secret"),
            )
