"""Setting up, and listing what there is."""

from __future__ import annotations

import click

from rrsa.cli import output
from rrsa.cli.session import Session, exists
from rrsa.cli.shape import Command, pass_session
from rrsa.i18n import _


@click.command(
    "new",
    cls=Command,
    help=_("Set up a school or house and print its id, which the other commands take as SETTING."),
    example='rrsa new "Kirkbrae Primary" --framework rights-respecting-school --aim silver',
)
@click.argument("name")
@click.option(
    "--framework",
    required=True,
    metavar="ID",
    help=_("The framework: its id, id@version or a file of your own (see rrsa frameworks)."),
)
@click.option("--aim", metavar="STAGE", help=_("The stage you work towards; otherwise the first."))
@click.option("--authority", help=_("The authority."))
@click.option("--head", help=_("Who leads the setting (a name or a role)."))
@click.option("--lead", help=_("Who leads this work (a name or a role)."))
@click.option(
    "--history",
    is_flag=True,
    help=_("Take a framework that is history or a draft, on purpose."),
)
@pass_session
def new(
    session: Session,
    name: str,
    framework: str,
    aim: str | None,
    authority: str | None,
    head: str | None,
    lead: str | None,
    history: bool,
) -> None:
    from rrsa.cli.status import find_stage
    from rrsa.framework.catalogue import find
    from rrsa.portfolio.checks import checked, required
    from rrsa.portfolio.records import Value
    from rrsa.setup import create_setting, refuse_history

    session.check_writable()
    given = {"authority": authority, "head": head, "lead": lead}
    details: dict[str, Value] = {field: value for field, value in given.items() if value is not None}
    # Looked at before the database is opened, so that a slip does not leave an empty one behind.
    clean = checked("setting", {"name": name, **details})
    required("name", clean["name"])
    adopted = find(framework)
    refuse_history(adopted.framework, meant=history)
    stage = None if aim is None else find_stage(adopted.framework, aim)
    with session.store(changing=True, make=True) as store:
        made = create_setting(
            store,
            name,
            adopted,
            author=session.role,
            aim=stage,
            details=details,
            history=history,
        )
    output.say(made)
    output.note(
        _("Set up: {name}, by {title}. Next: rrsa status {id}").format(
            name=clean["name"], title=adopted.framework.title, id=made
        )
    )


@click.command(
    "settings",
    cls=Command,
    help=_("List your settings: the id that commands take, the name and what each works towards."),
    example="rrsa settings",
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def settings(session: Session, as_json: bool) -> None:
    from rrsa.portfolio.checks import show_day

    found, role = [], None
    if exists(session.where):
        with session.store() as store:
            found, role = store.settings(), store.database.role
    if as_json:
        output.say_json([info._asdict() for info in found])
        return
    if not found and role is not None:
        output.note(
            _(
                "You see no setting’s records on this server. What settings share: rrsa overview. "
                "Make your own with: rrsa new NAME --framework ID"
            )
        )
        return
    if not found:
        output.note(_("There is no setting yet. Make one with: rrsa new NAME --framework ID"))
        return
    wide = max(len(info.id) for info in found)
    for info in found:
        changed = show_day(info.changed_at[:10]) if info.changed_at else ""
        line = _("{name} · {framework} · aim: {aim} · last changed {day}").format(
            name=info.name, framework=info.framework, aim=info.aim or "–", day=changed or "–"
        )
        output.say(output.wrapped(line, first=f"{info.id:{wide}}  "))
