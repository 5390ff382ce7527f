"""Whose a workbook is: a setting that is there, or one that a blank copy brings into being."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput, NotFound, RrsaError
from rrsa.exchange.returning.ledger import Ledger
from rrsa.exchange.returning.workbook import Workbook
from rrsa.exchange.text import shortened
from rrsa.i18n import _
from rrsa.portfolio.changes import Change
from rrsa.portfolio.checks import checked
from rrsa.portfolio.edits import set_fields
from rrsa.portfolio.ids import slug
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SETTING_ID, SPECS, Value

if TYPE_CHECKING:
    from rrsa.framework.adopted import Adopted
    from rrsa.store import Store


class Opened(NamedTuple):
    """A workbook with what it says of itself, and who filled it in."""

    workbook: Workbook
    ledger: Ledger
    who: str


@dataclass
class Home:
    """A setting that workbooks belong to: one that is there, or one that a blank copy makes."""

    setting: str
    name: str
    adopted: Adopted
    portfolio: Portfolio
    revision: int
    begins: tuple[Change, ...] = ()
    opened: list[Opened] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return bool(self.begins)


def home_of(store: Store, opened: Opened, setting: str | None, homes: Mapping[str, Home]) -> Home:
    """The setting that an opened workbook belongs to, among ``homes`` if it is there already. Raises an error
    that says how to mend it."""
    ledger = opened.ledger
    wanted = setting or ledger.setting or _only_one(store, opened)
    if wanted in homes:
        return homes[wanted]
    if store.exists(wanted):
        from rrsa.framework.adopted import adopt

        snapshot = store.load(wanted)
        record = snapshot.portfolio.setting
        adopted = adopt(store.framework_text(wanted, record.framework_sha256 or ""))
        return Home(wanted, record.name or wanted, adopted, snapshot.portfolio, snapshot.revision)
    if setting is not None or not ledger.blank:
        raise _not_here(opened, wanted, setting)
    return _new_home(opened, wanted)


def _only_one(store: Store, opened: Opened) -> str:
    """A workbook that no longer says whose it is belongs to the one setting that there is."""
    settings = store.settings()
    named = opened.ledger.lines.get("name", "")
    called = [info.id for info in settings if named and info.name == named]
    if len(called) == 1:
        return called[0]
    if len(settings) == 1 and not named:
        return settings[0].id
    raise BadInput(
        _("“{name}” no longer says which setting it belongs to").format(name=opened.workbook.name),
        _("say it with --setting; rrsa settings lists them"),
    )


def _not_here(opened: Opened, wanted: str, setting: str | None) -> RrsaError:
    if setting is not None:
        return NotFound(
            _("there is no setting “{id}”").format(id=wanted), _("rrsa settings lists those that there are")
        )
    return NotFound(
        _("“{name}” belongs to “{setting}”, which is not kept here").format(
            name=opened.workbook.name, setting=wanted[:60]
        ),
        _("bring it in where that is kept, or say --setting if it has another id here"),
    )


def _new_home(opened: Opened, wanted: str) -> Home:
    """The setting that a blank copy makes, with what the copy says of it."""
    lines = opened.ledger.lines
    adopted = _framework(opened)
    framework = adopted.framework
    name = " ".join(lines.get("name", "").split()) or _name_in_title(opened) or wanted
    if slug(wanted) != wanted:
        raise _not_here(opened, wanted, None)
    details: dict[str, Value] = {
        field_name: lines[field_name] for field_name in ("authority", "lead") if lines.get(field_name)
    }
    clean = checked("setting", {"name": name, **details})
    aim = lines.get("aim", "")
    values: dict[str, Value] = {
        **clean,
        "kind": framework.for_.value,
        "framework": framework.ref,
        "framework_sha256": adopted.sha256,
        "aim": aim if aim in framework.stage_by_id else framework.stages[0].id,
    }
    ordered = {field_name: values[field_name] for field_name in SPECS["setting"] if values.get(field_name)}
    changes, _guards = set_fields(Portfolio(), "setting", SETTING_ID, ordered)
    portfolio = Portfolio().with_changes(changes)
    return Home(wanted, str(clean["name"]), adopted, portfolio, 0, begins=changes)


def _name_in_title(opened: Opened) -> str:
    return opened.workbook.title.partition(": rrsa export ")[0].strip()


def _framework(opened: Opened) -> Adopted:
    """The framework that a blank copy was written by: its very text, else the same version."""
    from rrsa.framework.catalogue import catalogue, find

    ref = opened.ledger.lines.get("framework", "")
    # One of those that are kept here: a workbook names no file that is then read.
    if ref not in {entry.ref for entry in catalogue() if not entry.problems}:
        raise NotFound(
            _("“{name}” was written by the framework “{ref}”, which is not here").format(
                name=opened.workbook.name, ref=shortened(ref, 60)
            ),
            _("rrsa frameworks lists those that are"),
        )
    adopted = find(ref)
    if not adopted.framework.offered:
        raise BadInput(
            _("{title} is kept as history and not offered for new work").format(
                title=adopted.framework.title
            ),
            _("ask for a blank copy by the framework that is in use"),
        )
    return adopted
