"""A framework as a workbook, and back."""

from __future__ import annotations

from pathlib import Path

import click

from rrsa.cli import output
from rrsa.cli.shape import Command, Word
from rrsa.errors import BadInput, Exit, ProblemsFound
from rrsa.i18n import _, ngettext
from rrsa.paths import expanded


@click.command(
    "to-workbook",
    cls=Command,
    help=_(
        "Write a framework as a workbook with drop-downs and hints, to be changed in a spreadsheet. With "
        "--blank it is a new one: a usual scale and usual numbers, and examples of all else. No file that "
        "is there is ever replaced."
    ),
    example="rrsa frameworks to-workbook rights-respecting-school -o our-school.xlsx",
)
@click.argument("framework", metavar="[ID]", required=False)
@click.option("-o", "--output", "target", required=True, metavar="FILE.xlsx", help=_("Where it goes."))
@click.option("--blank", is_flag=True, help=_("A new one, with examples."))
@click.option(
    "--grades",
    type=Word(["4", "6"], lambda: _("the number of grades")),
    help=_("With --blank: how many grades."),
)
def to_workbook(framework: str | None, target: str, blank: bool, grades: str | None) -> None:
    from rrsa.exchange.framework_book.writing import check_new, write_book
    from rrsa.framework.catalogue import find
    from rrsa.framework.starting import skeleton
    from rrsa.framework.writing import as_tree

    if blank == (framework is not None):
        raise BadInput(
            _("a workbook is of a framework, or blank"),
            _("give the id of one (rrsa frameworks lists them), or --blank"),
        )
    if grades is not None and not blank:
        raise BadInput(
            _("--grades is for a blank workbook"), _("leave it out; a framework brings its own scale along")
        )
    path = expanded(Path(target))
    check_new(path)
    tree = skeleton(int(grades or 4)) if framework is None else as_tree(find(framework).framework)
    write_book(tree, path, blank=blank)
    output.say(str(path))
    output.note(
        _("Next: fill it in, then rrsa frameworks from-workbook {file} -o FILE.yaml").format(file=path.name)
    )


@click.command(
    "from-workbook",
    cls=Command,
    help=_(
        "Make a framework's file of a workbook. It is checked first: every problem at once, as "
        "Sheet!Cell: what, and how to mend it; nothing is written while there is one, unless you ask for a "
        "draft. A file that it wrote before is written anew as long as nobody has changed it."
    ),
    example="rrsa frameworks from-workbook our-school.xlsx -o our-school.yaml",
)
@click.argument("file", metavar="FILE.xlsx")
@click.option("-o", "--output", "target", required=True, metavar="FILE.yaml", help=_("Where it goes."))
@click.option("--draft", is_flag=True, help=_("Write what there is, problems or not."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def from_workbook(file: str, target: str, draft: bool, as_json: bool) -> int:
    from rrsa.cli.frameworks_files import check_new_file, write_new_file
    from rrsa.exchange.framework_book.reading import read_book
    from rrsa.framework.writing import framework_yaml

    path = expanded(Path(target))
    check_new_file(path, again=True)
    read = read_book(Path(file))
    if as_json:
        output.say_json(
            [{"sheet": p.sheet, "cell": p.cell, "what": p.what, "mend": p.mend} for p in read.problems]
        )
    else:
        for problem in read.problems:
            output.say(str(problem))
    name = Path(file).name
    if read.framework is None and not draft:
        n = len(read.problems)
        raise ProblemsFound(
            ngettext(
                "{n} problem in {file}, and nothing is written",
                "{n} problems in {file}, and nothing is written",
                n,
            ).format(n=n, file=name),
            _("mend what is named above, save the workbook and ask again; --draft writes what there is"),
        )
    head = _(
        "Made of the workbook {file}. Change it there, or here; not in both. The line above tells the "
        "program whether this was changed by hand: if so, it is never written over."
    ).format(file=name)
    write_new_file(path, framework_yaml(read.tree, head), again=True)
    if read.framework is None:
        n = len(read.problems)
        raise ProblemsFound(
            ngettext(
                "a draft is written, with {n} problem", "a draft is written, with {n} problems", n
            ).format(n=n),
            _("mend them, then let it be read: rrsa check {file}").format(file=path),
        )
    if not as_json:
        output.say(str(path))
    output.note(
        _(
            "{title}: {outcomes}, {look_fors}. Next: rrsa frameworks preview {file}, then rrsa frameworks "
            "add {file}"
        ).format(
            title=read.framework.title,
            outcomes=ngettext("{n} outcome", "{n} outcomes", len(read.framework.outcomes)).format(
                n=len(read.framework.outcomes)
            ),
            look_fors=ngettext("{n} look-for", "{n} look-fors", len(read.framework.indicators)).format(
                n=len(read.framework.indicators)
            ),
            file=path,
        )
    )
    return Exit.DONE
