"""Setting up: a new setting that adopts a framework's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.finding import unknown
from rrsa.i18n import _
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Changeset
from rrsa.portfolio.checks import checked, required
from rrsa.portfolio.ids import slug
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SETTING_ID, Value

if TYPE_CHECKING:
    from rrsa.framework.adopted import Adopted
    from rrsa.framework.model import Framework
    from rrsa.store import Store


def create_setting(
    store: Store,
    name: str,
    adopted: Adopted,
    *,
    author: str,
    aim: str | None = None,
    details: dict[str, Value] | None = None,
    setting_id: str | None = None,
    history: bool = False,
) -> str:
    """Makes a setting by ``adopted``'s text and returns its id (a slug of its name).

    ``details`` may hold authority, head and lead. ``history`` says that a framework which is not offered for
    new work is meant on purpose. Raises :class:`BadInput` for an empty name, one that is taken, a framework
    that is not offered where ``history`` does not say so, or an aim that is not a stage.
    """
    framework = adopted.framework
    clean = checked("setting", {"name": name, **(details or {})})
    required("name", clean["name"])
    refuse_history(framework, meant=history)
    if aim is not None and aim not in framework.stage_by_id:
        raise unknown(_("stage"), aim, framework.stage_by_id)
    made = setting_id or slug(str(clean["name"]))
    if store.exists(made):
        raise BadInput(
            _("there is a setting “{id}” already").format(id=made),
            _("open that one, or give this one a name of its own"),
        )
    values: dict[str, Value] = {
        **clean,
        "kind": framework.for_.value,
        "framework": framework.ref,
        "framework_sha256": adopted.sha256,
        "aim": aim or framework.stages[0].id,
    }
    changes, guards = edits.set_fields(Portfolio(), "setting", SETTING_ID, values)
    reason = _("Set up: {name}").format(name=clean["name"])
    store.create(made, Changeset(author, reason, changes, guards), framework_text=adopted.text)
    return made


def refuse_history(framework: Framework, *, meant: bool) -> None:
    """Raises for a framework that is not offered for new work, unless it is meant on purpose."""
    if not framework.offered and not meant:
        raise BadInput(
            _("{title} is history or a draft, and not offered for new work").format(title=framework.title),
            _("take one of those that rrsa frameworks lists first, or add --history if you mean this one"),
        )
