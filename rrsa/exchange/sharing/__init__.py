"""Sharing: a setting shows its authority as much as it chooses, and takes it back when it likes.

How a screen or a command uses it, with a person between the steps::

    from rrsa.exchange.sharing import Choice, prepare, share, take_back, read_inbox

    offer = prepare(evaluation, Choice(parts_of("views,shown"), wants="art. 12", area="East"))
    offer.shared              # exactly what will be seen: rrsa.guide.shared_words.sections(offer.shared)
    offer.hits, offer.held    # names found in it, and how many pieces of evidence were held back
    share(evaluation, offer, to=Path("…"))      # a file for the coordinator; without ``to`` it stays here
    take_back(evaluation, to=Path("…"))         # all of it

    read_inbox(store, folder)                   # on the coordinator's side: a line for each file

The snapshot lies in the table ``shared`` of the setting's own database. Where that is a server which the
authority reaches too, it has been shared by that; elsewhere the file carries it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rrsa.exchange.sharing.files import ENDING, read_share
    from rrsa.exchange.sharing.inbox import Came, Inbox, read_inbox
    from rrsa.exchange.sharing.own import Choice, Offer, SharedOut, prepare, share, snapshot, take_back

__all__ = [
    "ENDING",
    "Came",
    "Choice",
    "Inbox",
    "Offer",
    "SharedOut",
    "prepare",
    "read_inbox",
    "read_share",
    "share",
    "snapshot",
    "take_back",
]

_WHERE = {
    "ENDING": "files",
    "read_share": "files",
    "Came": "inbox",
    "Inbox": "inbox",
    "read_inbox": "inbox",
    "Choice": "own",
    "Offer": "own",
    "SharedOut": "own",
    "prepare": "own",
    "share": "own",
    "snapshot": "own",
    "take_back": "own",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"rrsa.exchange.sharing.{_WHERE[name]}"), name)
