"""A throw-away PostgreSQL on the loopback, for tests: made, used and gone within a second or two.

    python scripts/postgres.py run -- COMMAND…

runs COMMAND with ``RRSA_TEST_POSTGRES=postgresql://…`` set and stops the server afterwards. PostgreSQL must
be installed (Debian: ``apt-get install postgresql``). It refuses to run as root, so root runs it as the
user ``postgres``. Nothing is synced to disk and anybody on this machine may connect: for tests only.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"
VARIABLE = "RRSA_TEST_POSTGRES"
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "32MB",
}


class NoPostgres(RuntimeError):
    """PostgreSQL is not installed, or would not start."""


def binaries() -> Path:
    """The folder that holds ``initdb``: the newest of Debian's, or the one on the path."""
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return max(found, key=lambda p: [int(n) for n in re.findall(r"\d+", p.parts[4])]).parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise NoPostgres("PostgreSQL is not installed — apt-get install postgresql")
    return Path(on_path).resolve().parent


def _as_its_user() -> list[str]:
    """What goes before a command so that the server does not run as root."""
    if os.name == "nt" or os.geteuid() != 0:
        return []
    for program in ("runuser", "setpriv"):
        if shutil.which(program):
            user = ["-u", USER, "--"] if program == "runuser" else ["--reuid", USER, "--clear-groups", "--"]
            return [program, *user]
    raise NoPostgres("root cannot start PostgreSQL without runuser or setpriv")


def _run(command: Sequence[str | Path], folder: Path) -> None:
    done = subprocess.run(
        [*_as_its_user(), *map(str, command)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    )
    if done.returncode:
        raise NoPostgres(f"{Path(command[0]).name} failed: {done.stdout.strip()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster's address; stopped and removed at the end."""
    bin_folder = binaries()
    folder = Path(tempfile.mkdtemp(prefix="rrsa-postgres-"))
    try:
        if _as_its_user():
            shutil.chown(folder, USER)
        data = folder / "data"
        _run(
            [bin_folder / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            folder,
        )
        port = _free_port()
        options = [f"-c {name}={value}" for name, value in _SETTINGS.items()]
        options += [f"-p {port}", f"-k {folder}"]
        start: list[str | Path] = [
            bin_folder / "pg_ctl",
            "-D",
            data,
            "-l",
            folder / "log",
            "-w",
            "-o",
            " ".join(options),
            "start",
        ]
        try:
            _run(start, folder)
        except NoPostgres as problem:
            log = folder / "log"
            raise NoPostgres(f"{problem}\n{log.read_text() if log.exists() else ''}") from None
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            _run([bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    """The command; returns what COMMAND returned."""
    if len(arguments) < 3 or arguments[0] != "run" or arguments[1] != "--":
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    try:
        with cluster() as url:
            done = subprocess.run(list(arguments[2:]), env={**os.environ, VARIABLE: url}, check=False)
            return done.returncode
    except NoPostgres as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
