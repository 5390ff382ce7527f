"""What is asked of every request before anything is done: the right host, no foreign page, the right door.

A page of another site could make a browser send requests here. It cannot change the ``Host`` that the
browser names, so a name that was made to point at this machine is turned away (DNS rebinding); nor the
``Origin``, which whatever changes something or opens a socket must have.
"""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from aiohttp import web

from rrsa.i18n import _
from rrsa.serving.asked import Asked
from rrsa.serving.door import Door, Visitor
from rrsa.serving.people import folder_of, known

SECRET_HEADER = "X-Rrsa-Secret"
OPEN_TO_ALL = ("/static/", "/in/")
"""Where addresses begin for which nobody need be inside: how the door looks, and the door."""
READING = frozenset({"GET", "HEAD"})


class Refused(Exception):
    """A request that is turned away, in words for whoever sits there."""

    def __init__(self, status: int, heading: str, text: str) -> None:
        super().__init__(heading)
        self.status, self.heading, self.text = status, heading, text


class Guard:
    """Lets requests through that come from our own page, by somebody who was let in."""

    def __init__(self, asked: Asked, door: Door) -> None:
        self._asked = asked
        self._door = door
        self._behind = asked.behind
        self.port = asked.port

    # -- addresses ---------------------------------------------------------------------------------

    @property
    def origins(self) -> tuple[str, ...]:
        """Where our own pages come from."""
        if self._behind is not None:
            return (self._behind.public,)
        port = "" if self.port == 80 else f":{self.port}"
        return tuple(f"http://{host}{port}" for host in ("127.0.0.1", "localhost", "[::1]"))

    @property
    def cookie(self) -> str:
        """The cookie's name: browsers take one with this beginning over TLS and for this host alone."""
        return "__Host-rrsa" if self.is_secure else "rrsa"

    @property
    def is_secure(self) -> bool:
        """Whether browsers come over TLS, which is so behind a proxy alone."""
        return self._behind is not None

    # -- asking ------------------------------------------------------------------------------------

    def check(self, request: web.Request) -> None:
        """Raises :class:`Refused` for a request that is not to be answered."""
        self._check_origin(request, self.origin_of(request))
        visitor = self.visitor(request)
        if visitor is None and request.path != "/in" and not request.path.startswith(OPEN_TO_ALL):
            raise Refused(
                403,
                _("A link lets you in"),
                _(
                    "This page opens with a link that works once. Where rrsa serve runs, press Enter for a "
                    "new one."
                ),
            )

    def origin_of(self, request: web.Request) -> str:
        """Which of our origins a request goes to, by its ``Host``. Raises :class:`Refused` for none."""
        hosts = request.headers.getall("Host", [])
        if len(hosts) == 1:
            for origin in self.origins:
                if origin.partition("://")[2] == hosts[0].lower():
                    return origin
        raise Refused(421, _("Not the right address"), _("Open it under the address that was given to you."))

    def check_page(self, request: web.Request) -> None:
        """Raises :class:`Refused` where nobody has opened the page: another site draws it as a picture or in
        a frame, or a browser looks ahead. Each page takes up a place."""
        opened = request.headers.get("Sec-Fetch-Dest", "document") == "document"
        if not opened or "prefetch" in request.headers.get("Sec-Purpose", ""):
            raise _from_elsewhere()

    def _check_origin(self, request: web.Request, own: str) -> None:
        given = request.headers.getall("Origin", [])
        changing = request.method not in READING or "Upgrade" in request.headers
        foreign = any(each.lower() != own for each in given)
        from_elsewhere = changing and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        if foreign or from_elsewhere or (changing and len(given) != 1):
            raise _from_elsewhere()

    def visitor(self, request: web.Request) -> Visitor | None:
        """Whose request it is; ``None`` where nobody has let them in. Raises :class:`Refused` for one that
        has not come through the proxy, and for somebody who is not expected."""
        behind = self._behind
        if behind is None:
            return self._door.visitor(request.cookies.get(self.cookie, ""))
        peer = ip_address((request.remote or "0.0.0.0").partition("%")[0])
        peer = getattr(peer, "ipv4_mapped", None) or peer
        secret = request.headers.get(SECRET_HEADER, "")
        right = not behind.secret or hmac.compare_digest(
            secret.encode("utf-8", "replace"), behind.secret.encode()
        )
        if not any(peer in network for network in behind.proxies) or not right:
            raise Refused(
                403, _("Come in through the front"), _("Open it under the address that was given to you.")
            )
        users = [each.strip() for each in request.headers.getall(behind.header, []) if each.strip()]
        role = behind.roles.get(known(users[0])) if len(users) == 1 else None
        if role is None:
            raise Refused(
                403,
                _("You are signed in, but not expected here"),
                _("Ask whoever looks after the server to write you down as one who may come in."),
            )
        return Visitor(folder_of(users[0]), role, folder_of(users[0]))

    # -- what every answer says --------------------------------------------------------------------

    def headers(self, path: str) -> dict[str, str]:
        """Headers of every answer: nothing from elsewhere, in no frame, kept nowhere, told to nobody."""
        # Policies know no address in brackets; there, “self” has to do for the socket too.
        sockets = " ".join(o.replace("http", "ws", 1) for o in self.origins if "[" not in o)
        found = {
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; font-src 'self'; img-src 'self' data:; "
                # The terminal sizes its cells with style elements of its own making.
                "style-src 'self' 'unsafe-inline'; "
                f"connect-src 'self' {sockets}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            ),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            # Not “no-referrer”: browsers would then keep the origin of our own forms to themselves.
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cache-Control": "no-cache" if path.startswith("/static/") else "no-store",
        }
        if self.is_secure:
            found["Strict-Transport-Security"] = "max-age=31536000"
        return found


def _from_elsewhere() -> Refused:
    return Refused(403, _("Another site sent this"), _("Go back, and open the page itself."))
