"""Telling a folder that some service copies to another machine by itself.

Such a service copies a database while it is being written and, when two machines disagree, makes two files
of one; and it takes children's data to a server that nobody chose for it. So databases are kept out of them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_BY_ENVIRONMENT = {
    "OneDrive": "OneDrive",
    "OneDriveCommercial": "OneDrive",
    "OneDriveConsumer": "OneDrive",
}
_BY_NAME = (
    (re.compile(r"onedrive( - .+|-.+)?", re.IGNORECASE), "OneDrive"),
    (re.compile(r"dropbox( \(.+\))?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"google ?drive( .*)?|googledrive-.+|my drive", re.IGNORECASE), "Google Drive"),
    (re.compile(r"icloud ?drive|mobile documents", re.IGNORECASE), "iCloud"),
    (re.compile(r"box sync|box-box", re.IGNORECASE), "Box"),
    (re.compile(r"nextcloud", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"owncloud", re.IGNORECASE), "ownCloud"),
    (re.compile(r"pcloud ?drive", re.IGNORECASE), "pCloud"),
    (re.compile(r"megasync", re.IGNORECASE), "MEGA"),
)
_BY_MARK = {
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".tmp.driveupload": "Google Drive",
}


def synced_by(path: Path) -> str | None:
    """The service that copies the folder ``path`` to other machines; ``None`` as far as one can tell."""
    try:
        folder = path.expanduser().resolve()
    except (OSError, RuntimeError):
        folder = path.absolute()
    above = (folder, *folder.parents)
    for name, service in _BY_ENVIRONMENT.items():
        place = os.environ.get(name)
        if place and Path(place).absolute() in above:
            return service
    for each in above:
        for pattern, service in _BY_NAME:
            if pattern.fullmatch(each.name):
                return service
    for each in above:
        for mark, service in _BY_MARK.items():
            try:
                if (each / mark).exists():
                    return service
            except OSError:
                continue
    return None
