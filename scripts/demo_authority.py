"""The invented authority on a throw-away PostgreSQL: what ``make demo-authority`` opens.

    python scripts/demo_authority.py [COMMAND…]

Starts a server of its own, lays sixty invented settings on it, makes roles (``coordinator`` sees what was
shared, reads the few settings that asked for it and edits those with nobody at a keyboard; others have an
editor, such as ``kilmorran``) and opens the overview as the coordinator. With COMMAND, that is run instead,
with ``RRSA_DATABASE`` set to the coordinator's address and ``RRSA_DEMO_ADMIN`` to the admin's. When it ends,
the server stops and everything on it is gone.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
ADMIN = "council_it"
COORDINATOR = "coordinator"
MOVING_IN = "moving_in"
EDITORS = {
    "kilmorran-high-school": "kilmorran",
    "abbeyfield-high-school": "abbeyfield",
    "birchgrove": "birchgrove",
}
ASKED_HER = ("abbeyfield-high-school", "drumfeld-primary-school", "seaview-house")
"""Settings whose stage runs out and which asked the coordinator to send their packs: she may read them."""


def _postgres() -> ModuleType:
    spec = importlib.util.spec_from_file_location("postgres", HERE / "postgres.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _must(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rrsa", *arguments],
        stdin=subprocess.DEVNULL,  # nobody is asked for a password, and what is typed meanwhile is not eaten
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"rrsa {arguments[0]} failed: {done.stderr.strip()}")


def fill(superuser: str, folder: Path) -> dict[str, str]:
    """Lays the authority on an empty server; returns each role's address."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    from rrsa import authority_sample

    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ADMIN} LOGIN CREATEROLE")
        connection.execute(f"CREATE DATABASE rrsa OWNER {ADMIN}")
    at = conninfo_to_dict(superuser)

    def address(role: str) -> str:
        return f"postgresql://{role}@{at['host']}:{at['port']}/rrsa"

    sample, backup = folder / "authority.db", folder / "authority-backup.db"
    _must("demo", "--authority", "--create-only", "--database", str(sample))
    _must("backup", str(backup), "--database", str(sample))
    _must("admin", "init", "--database", address(ADMIN))
    # An admin makes settings, and whoever coordinates all of them makes the desk that comes with them. Nobody
    # grants themselves anything: the backup is brought in by a role that is both while that takes.
    for level in ("admin", "coordinator"):
        _must("admin", "grant", MOVING_IN, "--setting", "all", "--as", level, "--database", address(ADMIN))
    _must("restore", str(backup), "--database", address(MOVING_IN))
    _must("admin", "revoke", MOVING_IN, "--database", address(ADMIN))
    # Where nobody sits at a keyboard, the coordinator takes filled-in copies in as the setting's editor.
    by_workbook = [each.id for each in authority_sample.invented() if each.parts is None]
    grants = [
        (COORDINATOR, ["all"], "coordinator"),
        (COORDINATOR, ASKED_HER, "reader"),
        (COORDINATOR, by_workbook, "editor"),
        *((role, [setting], "editor") for setting, role in EDITORS.items()),
    ]
    for role, settings, level in grants:
        named = [word for setting in settings for word in ("--setting", setting)]
        _must("admin", "grant", role, *named, "--as", level, "--database", address(ADMIN))
    return {role: address(role) for role in (ADMIN, COORDINATOR, *EDITORS.values())}


def main(command: Sequence[str]) -> int:
    """The command; returns what it, or the app, returned."""
    postgres = _postgres()
    for name in ("SIGHUP", "SIGTERM"):  # the server must not stay when the window is closed
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: sys.exit(1))
    try:
        with postgres.cluster() as superuser, tempfile.TemporaryDirectory(prefix="rrsa-authority-") as folder:
            print("Laying sixty invented settings on a PostgreSQL of their own …", file=sys.stderr)
            places = fill(superuser, Path(folder))
            for role, place in places.items():
                print(f"  {role:<12} {place}", file=sys.stderr)
            environment = {
                **os.environ,
                "RRSA_DATABASE": places[COORDINATOR],
                "RRSA_DEMO_ADMIN": places[ADMIN],
            }
            if command:
                return subprocess.run(list(command), env=environment, check=False).returncode
            arguments = ["overview", "--app"] if sys.stdin.isatty() and sys.stdout.isatty() else ["overview"]
            return subprocess.run(
                [sys.executable, "-m", "rrsa", *arguments], env=environment, check=False
            ).returncode
    except postgres.NoPostgres as problem:
        print(f"error: {problem}; or see it in a file: rrsa demo --authority", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
