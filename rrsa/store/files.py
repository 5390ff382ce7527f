"""Evidence files in the database: content once a setting, in chunks, with the row that speaks of it last."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _
from rrsa.store import tables
from rrsa.store.answers import StoredFile
from rrsa.store.database import Database

CHUNK = 1024 * 1024
LIMIT = 25 * 1024 * 1024


def read_chunks(source: BinaryIO, limit: int) -> list[bytes]:
    """A file's content in chunks; raises :class:`BadInput` as soon as it is more than ``limit`` bytes."""
    chunks: list[bytes] = []
    size = 0
    while piece := _filled(source):
        size += len(piece)
        if size > limit:
            raise BadInput(
                _("that file is larger than {limit} MB").format(limit=limit // (1024 * 1024)),
                _("say where it is kept instead, or add a smaller copy"),
            )
        chunks.append(piece)
    return chunks


def _filled(source: BinaryIO) -> bytes:
    """The next whole chunk; a pipe may hand it over in pieces."""
    piece = source.read(CHUNK)
    while piece and len(piece) < CHUNK and (more := source.read(CHUNK - len(piece))):
        piece += more
    return piece


def read_source(source: BinaryIO | Path, limit: int) -> list[bytes]:
    """The content of a stream or of a file that stays the same while it is read."""
    if not isinstance(source, Path):
        return read_chunks(source, limit)
    try:
        with source.open("rb") as stream:
            before = os.fstat(stream.fileno())
            chunks = read_chunks(stream, limit)
            after = os.fstat(stream.fileno())
    except FileNotFoundError:
        raise NotFound(
            _("there is no file “{file}”").format(file=source), _("check the name and the folder")
        ) from None
    except IsADirectoryError:
        raise BadInput(
            _("“{name}” is a folder").format(name=source.name), _("choose one file inside it")
        ) from None
    except OSError as problem:
        raise EnvironmentFailed(
            _("the file “{name}” cannot be read: {why}").format(
                name=source.name, why=problem.strerror or problem
            )
        ) from problem
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not same or sum(map(len, chunks)) != after.st_size:
        raise BadInput(
            _("“{name}” was changed while it was being read").format(name=source.name),
            _("close it in other programs, then try again"),
        )
    return chunks


def put(database: Database, setting_id: str, chunks: list[bytes]) -> StoredFile:
    """Stores content for a setting, unless it is there already.

    All in one transaction, so that a program killed on the way leaves neither a reference nor chunks.
    """
    digest = sha256()
    for chunk in chunks:
        digest.update(chunk)
    stored = StoredFile(digest.hexdigest(), sum(map(len, chunks)))
    statements = database.statements
    with database.writing() as connection:
        database.check_writing(connection, setting_id)
        t = tables.file
        key = (t.c.setting_id == setting_id) & (t.c.sha256 == stored.sha256)
        if connection.execute(select(t.c.size).where(key)).first() is not None:
            return stored
        add = statements.adding_once(tables.file_chunk)
        for n, chunk in enumerate(chunks):
            add.run(connection, setting_id, stored.sha256, n, chunk)
        statements.adding_once(t).run(connection, setting_id, stored.sha256, stored.size, len(chunks))
    return stored


def read(database: Database, setting_id: str, sha: str) -> Iterator[bytes]:
    """A file's content, chunk by chunk.

    Raises :class:`NotFound` at once where there is none, and :class:`EnvironmentFailed` at the end where
    what was read is not what was stored: only then may what was made of it be used.
    """
    t = tables.file
    with database.reading() as connection:
        key = (t.c.setting_id == setting_id) & (t.c.sha256 == sha)
        found = connection.execute(select(t.c.chunks).where(key)).scalar()
    if found is None:
        raise NotFound(
            _("the file is not in the database"), _("choose it again, or say where it is kept instead")
        )
    return _chunks(database, setting_id, sha, int(found))


def _chunks(database: Database, setting_id: str, sha: str, count: int) -> Iterator[bytes]:
    t = tables.file_chunk
    digest = sha256()
    for n in range(count):
        key = (t.c.setting_id == setting_id) & (t.c.sha256 == sha) & (t.c.n == n)
        with database.reading() as connection:
            content = connection.execute(select(t.c.content).where(key)).scalar()
        if content is None:
            break
        digest.update(content)
        yield bytes(content)
    if digest.hexdigest() != sha:
        raise EnvironmentFailed(
            _("a stored file is damaged"), _("bring it back from a backup, or add the file again")
        )
