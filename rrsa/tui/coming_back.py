"""What comes back, whatever it is: looked at beside the screen’s thread, brought in once it is settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.exchange.returning import Applied
    from rrsa.exchange.returning.preview import Preview
    from rrsa.exchange.whole import WholePreview
    from rrsa.store import Store
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.settling import Settling

PACK = ".zip"
Progress = Callable[[int, int], None]
"""Called with how much of how much is done; may raise :class:`~rrsa.exchange.export.Cancelled`."""


class ComingBack(Protocol):
    """Files that hold what others have done: the same screen settles all of them."""

    reopens: bool
    """Whether the setting is opened anew afterwards."""

    @property
    def title(self) -> str:
        """What the screen is called."""

    def look(self, store: Store, progress: Progress) -> list[Preview]:
        """Compares them with what is here; changes nothing."""

    def hindrance(self, settling: Settling) -> str:
        """Why nothing can go in as things are settled; empty where it can."""

    def promise(self, settling: Settling) -> str:
        """What is said before it goes in."""

    def bring_in(self, store: Store, preview: Preview, choices: Mapping[str, str], author: str) -> Applied:
        """Records what is settled of one setting, in one changeset."""

    def said(self, changes: int, done: Sequence[Applied], /) -> str:
        """What went in, as many ``changes`` as were on the list, and what is left."""


class Workbooks:
    """Working copies that were filled in elsewhere."""

    reopens = False

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)

    @property
    def title(self) -> str:
        if len(self._paths) == 1:
            return _("Bringing in {name}").format(name=self._paths[0].name)
        return _("Bringing in {n} workbooks").format(n=len(self._paths))

    def look(self, store: Store, progress: Progress) -> list[Preview]:
        from rrsa.exchange.export import Cancelled
        from rrsa.exchange.returning import read_returns
        from rrsa.exchange.returning.reading import Cancelled as ReadingCancelled

        def step(done: int, total: int) -> None:
            try:
                progress(done, total)
            except Cancelled:
                raise ReadingCancelled from None

        try:
            found: list[Preview] = read_returns(store, self._paths, today=clock.today(), progress=step)
        except ReadingCancelled:
            raise Cancelled from None
        return found

    def hindrance(self, settling: Settling) -> str:
        if settling.goes_in or settling.begins:
            return ""
        return _("Nothing is settled that would go in. t takes theirs.")

    def promise(self, settling: Settling) -> str:
        return "" if settling.begins else _("u takes all of it back at once.")

    def bring_in(self, store: Store, preview: Preview, choices: Mapping[str, str], author: str) -> Applied:
        from rrsa.exchange.returning import apply_return

        return apply_return(store, preview, choices, author=author)

    def said(self, changes: int, done: Sequence[Applied]) -> str:
        left = sum(len(applied.left) for applied in done)
        if not any(applied.committed for applied in done):
            return _("Nothing was changed.")
        said = ngettext(
            "{n} change brought in. u takes it back.", "{n} changes brought in. u takes them back.", changes
        ).format(n=changes)
        if left:
            said += " " + ngettext("{n} is still to choose.", "{n} are still to choose.", left).format(n=left)
        return said


class WholePack:
    """All of a setting, from whoever had it before."""

    reopens = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: WholePreview | None = None

    @property
    def title(self) -> str:
        return _("Bringing in {name}").format(name=self._path.name)

    def look(self, store: Store, progress: Progress) -> list[Preview]:
        from rrsa.exchange.whole import read_whole_pack

        progress(0, 0)
        self._seen = read_whole_pack(store, self._path)
        progress(1, 1)
        return [self._seen.preview]

    def hindrance(self, settling: Settling) -> str:
        if self._seen is None or self._seen.comes_to_nothing:
            return _("There is nothing to do: all that is in it is known here.")
        if n := settling.left:
            return ngettext(
                "{n} is still to choose; a whole pack comes in all at once. n goes there.",
                "{n} are still to choose; a whole pack comes in all at once. n goes there.",
                n,
            ).format(n=n)
        return ""

    def promise(self, settling: Settling) -> str:
        from rrsa.store.kinship import Road

        if settling.begins:
            return _("It comes in complete, with its history and files.")
        if self._seen is not None and self._seen.road is Road.FORWARD:
            return _("What was done there is added to the history as it was done.")
        return _("Both come together in one change; s in the history shows how the other side came to it.")

    def bring_in(self, store: Store, preview: Preview, choices: Mapping[str, str], author: str) -> Applied:
        from rrsa.exchange.returning import Applied
        from rrsa.exchange.whole import apply_whole_pack

        done = apply_whole_pack(store, self._path, choices, author=author, seen=self._seen)
        return Applied(preview.setting, done.committed, done.left)

    def said(self, _changes: int, _done: Sequence[Applied]) -> str:
        return _("It is brought in: {name}").format(name=self._path.name)


def files_of(paths: Sequence[Path]) -> ComingBack:
    """What some files are. Raises :class:`~rrsa.errors.BadInput` for a whole pack among others."""
    packs = [path for path in paths if path.suffix.lower() == PACK]
    if not packs:
        return Workbooks(paths)
    if len(paths) > 1:
        raise BadInput(
            _("“{name}” is a pack among other files").format(name=packs[0].name),
            _("bring it in by itself"),
        )
    return WholePack(packs[0])


def bring_in_files(app: RrsaApp) -> None:
    """Asks which files have come back, and opens the screen that compares and settles them."""
    from rrsa.tui.dialogs.choose_files import ChooseFiles
    from rrsa.tui.screens.bringing_in import BringingInScreen

    if app.store is None or isinstance(app.screen, BringingInScreen):
        return
    if app.read_only:
        app.notify(_("Nothing can be brought in while this is open for reading only."), timeout=6)
        return

    def chosen(files: ComingBack | None) -> None:
        if files is not None:
            app.push_screen(BringingInScreen(files))

    app.push_screen(ChooseFiles(), chosen)
