"""The line of keys at the foot of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._styles_cache import StylesCache
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

if TYPE_CHECKING:
    from textual.app import ComposeResult


class KeyLine(Footer):
    """The keys that do something where the focus is.

    Textual's own line ties each key that it shows to itself and lets none of them go, while it makes all of
    them anew whenever the focus moves: a page that stays open all day would fill the memory and slow down.
    """

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__(show_command_palette=False, compact=compact)

    def compose(self) -> ComposeResult:
        # What was drawn of keys and pages that are gone: Textual would keep it of a thousand widgets, for two
        # colours of each.
        StylesCache.get_inner_outer.cache_clear()
        if not self._bindings_ready:
            return
        said = set()
        for _where, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in said:
                said.add(binding.action)
                key = FooterKey(
                    binding.key,
                    self.app.get_key_display(binding),
                    binding.description,
                    binding.action,
                    disabled=not enabled,
                    tooltip=tooltip,
                )
                key.compact = self.compact
                yield key
