"""What comes back, whatever it is: looked at beside the screen’s thread, brought in once it is settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rrsa import clock
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.exchange.returning import Applied
    from rrsa.exchange.returning.preview import Preview
    from rrsa.store import Store
    from rrsa.tui.app import RrsaApp

Progress = Callable[[int, int], None]
"""Called with how much of how much is done; may raise :class:`~rrsa.exchange.export.Cancelled`."""


class ComingBack(Protocol):
    """Files that hold what others have done: the same screen settles all of them."""

    @property
    def title(self) -> str:
        """What the screen is called."""

    def look(self, store: Store, progress: Progress) -> list[Preview]:
        """Compares them with what is here; changes nothing."""

    def bring_in(self, store: Store, preview: Preview, choices: Mapping[str, str], author: str) -> Applied:
        """Records what is settled of one setting, in one changeset."""


class Workbooks:
    """Working copies that were filled in elsewhere."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self._paths = paths

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

    def bring_in(self, store: Store, preview: Preview, choices: Mapping[str, str], author: str) -> Applied:
        from rrsa.exchange.returning import apply_return

        return apply_return(store, preview, choices, author=author)


def bring_in_workbooks(app: RrsaApp) -> None:
    """Asks which workbooks have come back, and opens the screen that compares and settles them."""
    from rrsa.tui.dialogs.choose_workbooks import ChooseWorkbooks
    from rrsa.tui.screens.bringing_in import BringingInScreen

    if app.store is None or isinstance(app.screen, BringingInScreen):
        return
    if app.read_only:
        app.notify(_("Nothing can be brought in while this is open for reading only."), timeout=6)
        return

    def chosen(paths: tuple[Path, ...] | None) -> None:
        if paths:
            app.push_screen(BringingInScreen(Workbooks(paths)))

    app.push_screen(ChooseWorkbooks(), chosen)
