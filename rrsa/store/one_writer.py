"""One writer at a time on a shared drive, named to the others.

File servers keep SQLite's own locks badly, so whoever writes says so in a small file beside the database
and renews it while they are there. A claim that has not been renewed for a while is nobody's: the machine
was switched off. Ages are told by the file server's clock alone, since machines' clocks differ.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from rrsa.errors import EnvironmentFailed
from rrsa.i18n import _

STALE_SECONDS = 180.0
"""A claim renewed less recently is nobody's; it is renewed every :data:`RENEW_SECONDS`."""
RENEW_SECONDS = 30.0


class Taken(EnvironmentFailed):
    """Somebody else is writing."""

    def __init__(self, role: str, since: str) -> None:
        super().__init__(
            _("{role} has been writing in this file since {time}").format(role=role, time=since),
            _("you can read it meanwhile; to write, open it again when they have closed it"),
        )


class Claim:
    """This program's claim to a database file on a shared drive."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._file = database.with_name(database.name + ".writer")
        self._token = secrets.token_hex(8)
        self._role = ""
        self._held = False
        self._released = threading.Event()

    def take(self, role: str) -> None:
        """Claims the file for ``role``, or renames one's own claim. Raises :class:`Taken`."""
        self._role = role
        if self._held:
            self.check()
            self._write(role)
            return
        self._take_first()
        self._write(role)
        self._held = True
        self._released.clear()
        threading.Thread(target=self._keep_renewing, daemon=True, name="rrsa-claim").start()

    def _take_first(self) -> None:
        for _attempt in range(2):
            try:
                os.close(os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                # Whoever may open the database must be able to read who is writing in it.
                with contextlib.suppress(OSError):
                    self._file.chmod(self._database.stat().st_mode & 0o777)
                return
            except FileExistsError:
                self._refuse_if_alive()
                with contextlib.suppress(OSError):
                    self._file.unlink()
            except OSError as problem:
                raise EnvironmentFailed(
                    _("the shared folder cannot be written to: {why}").format(
                        why=problem.strerror or problem
                    ),
                    _("see that the drive is connected, or open with --read-only"),
                ) from problem
        self._refuse_if_alive()

    def _refuse_if_alive(self) -> None:
        try:
            found = self._told()
            role, since = str(found["role"]), str(found["since"])
            own_host, process = found["host"] == socket.gethostname(), int(found["process"])
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError):
            role, since, own_host, process = _("Somebody"), _("just now"), False, 0
        if own_host and not _runs(process):
            return
        age = self._age()
        if age is not None and age < STALE_SECONDS:
            raise Taken(role, since)

    def _age(self) -> float | None:
        """Seconds since the claim was renewed, by the clock of the drive."""
        probe = self._file.with_name(f".{self._file.name}.{self._token}")
        try:
            probe.write_text("")
            now = probe.stat().st_mtime
            return now - self._file.stat().st_mtime
        except OSError:
            return None
        finally:
            with contextlib.suppress(OSError):
                probe.unlink()

    def _write(self, role: str) -> None:
        since = datetime.now().astimezone().strftime("%H:%M")
        if self._held:
            with contextlib.suppress(OSError, ValueError, KeyError):
                since = self._told()["since"]
        told = {
            "role": role,
            "since": since,
            "host": socket.gethostname(),
            "process": os.getpid(),
            "token": self._token,
        }
        self._file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    def _keep_renewing(self) -> None:
        """Says that one is still there, whatever else the program is busy with."""
        while not self._released.wait(RENEW_SECONDS):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                if self._told()["token"] == self._token:
                    os.utime(self._file)

    def check(self) -> None:
        """Raises :class:`Taken` where somebody has taken over, because this machine slept for too long."""
        if not self._held:
            return
        try:
            told = self._told()
            ours = told["token"] == self._token
            role, since = str(told["role"]), str(told["since"])
        except FileNotFoundError:
            self._take_first()
            self._write(self._role)
            return
        except (OSError, ValueError, KeyError, TypeError):
            ours, role, since = False, _("Somebody"), _("just now")
        if not ours:
            raise Taken(role, since)

    def _told(self) -> dict[str, Any]:
        """What the claim says. Raises OSError or ValueError where it cannot be read."""
        found = json.loads(self._file.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("no claim of ours")
        return found

    def release(self) -> None:
        """Lets others write; a claim that somebody has taken over meanwhile is left to them."""
        if not self._held:
            return
        self._held = False
        self._released.set()
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if self._told()["token"] == self._token:
                self._file.unlink()


def _runs(process: int) -> bool:
    """Whether a process of this machine is there; where one cannot tell, it is taken to be."""
    if os.name == "nt":
        return True  # asking with a signal would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError, ValueError):
        return True
    return True
