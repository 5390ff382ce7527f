"""Small settings and changes that the store's tests share."""

from __future__ import annotations

from rrsa.portfolio.changes import Cell, Change, Changeset, Guard
from rrsa.portfolio.records import Value, link_id
from rrsa.store import Store

AUTHOR = "rights lead"


def change(kind: str, record: str, field: str, before: Value, after: Value) -> Change:
    return Change(Cell(kind, record, field), before, after)


def view(outcome: str, before: int | None, after: int | None, author: str = AUTHOR) -> Changeset:
    return Changeset(
        author, f"View of {outcome}: {after}", (change("outcome", outcome, "view", before, after),)
    )


def founding(name: str = "Birch Primary") -> Changeset:
    values = {"name": name, "kind": "school", "framework": "school@1", "aim": "silver"}
    return Changeset(
        AUTHOR, f"Set up: {name}", tuple(change("setting", "setting", f, None, v) for f, v in values.items())
    )


def evidence(id_: str, title: str = "Minutes", author: str = AUTHOR, **more: Value) -> Changeset:
    values: dict[str, Value] = {"present": True, "title": title, "perspective": "records", **more}
    return Changeset(
        author, f"Evidence: {title}", tuple(change("evidence", id_, f, None, v) for f, v in values.items())
    )


def link(id_: str, target: str, author: str = AUTHOR) -> Changeset:
    values = {"present": True, "evidence": id_, "target": target, "direction": "works"}
    cells = tuple(change("link", link_id(id_, target), f, None, v) for f, v in values.items())
    return Changeset(
        author, f"Link {id_} to {target}", cells, (Guard(Cell("evidence", id_, "present"), True),)
    )


def set_up(store: Store, setting_id: str = "birch") -> str:
    store.create(setting_id, founding())
    return setting_id


def may_edit(url: str, setting_id: str) -> None:
    """Lets the role of a server's address edit a setting that is not there yet; a file needs nothing."""
    if not url.startswith("postgresql"):
        return
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO access (setting_id, role, level, at, by)"
            " VALUES (%s, current_user, 'editor', '', '')",
            (setting_id,),
        )
