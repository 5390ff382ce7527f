"""Where things are kept. Importing this module makes no folder; asking for a private one does."""

from __future__ import annotations

import os
from pathlib import Path

DATABASE_NAME = "rrsa.db"


PERSON = "RRSA_PERSON"
"""In the environment of a session that ``rrsa serve`` holds for one of several: whose it is, as a folder's
name."""


def data_dir() -> Path:
    """The user's own data folder (``RRSA_HOME`` overrides it). Not created."""
    home = os.environ.get("RRSA_HOME")
    if home:
        return Path(home).expanduser()
    from platformdirs import user_data_path

    return user_data_path("rrsa", appauthor=False)


def own_dir() -> Path:
    """What one person alone should find again: drafts, where they were, what they prefer. Not created.

    On one's own machine that is the data folder; where several share a server, a folder in it for each.
    """
    person = os.environ.get(PERSON)
    return people_dir() / person if person else data_dir()


def people_dir() -> Path:
    """Where the folders of people lie who share a server."""
    return data_dir() / "people"


def cache_dir() -> Path:
    """Where things may be kept that can be made again at any time. Not created."""
    home = os.environ.get("RRSA_HOME")
    if home:
        return Path(home).expanduser() / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("rrsa", appauthor=False)


def default_database() -> Path:
    """The database that is used when none is named: the user's own, or the shared one that was chosen."""
    return usual_database() or data_dir() / DATABASE_NAME


def usual_database() -> Path | None:
    """The shared database that was chosen on this machine in place of the user's own."""
    try:
        chosen = usual_file().read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    return Path(chosen) if chosen else None


def usual_file() -> Path:
    """The note of which database is used when none is named."""
    return data_dir() / "usual-database.txt"


def demo_database() -> Path:
    """The sample's own database, so that trying things out never touches real work."""
    return data_dir() / "demo" / DATABASE_NAME


def demo_authority_database() -> Path:
    """The invented authority's own database."""
    return data_dir() / "demo" / "authority.db"


def user_frameworks_dir() -> Path:
    """Frameworks that the user has added (``*.yaml``)."""
    return data_dir() / "frameworks"


def drafts_dir() -> Path:
    """Text that was being typed when the terminal closed; private to this machine."""
    return own_dir() / "drafts"


def all_drafts_dirs() -> list[Path]:
    """The drafts of everybody on this machine, one's own first."""
    others = sorted(people_dir().glob("*/drafts"))
    return list(dict.fromkeys([drafts_dir(), data_dir() / "drafts", *others]))


def expanded(path: Path) -> Path:
    """``path`` with ``~`` as the home folder. Where nobody of that name has one, it is a name like any."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def private(folder: Path) -> Path:
    """Make ``folder`` if need be, readable by its owner alone where the system can say so."""
    # The system gives folders on the way its usual rights; ours are all made private.
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(exist_ok=True, mode=0o700)
    return folder


def shipped(name: str) -> Path:
    """The folder ``frameworks`` or ``samples`` that comes with the program.

    A wheel carries them inside the package, a checkout beside it; both are found here.
    """
    package = Path(__file__).resolve().parent
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name
