"""Lists of names as people have them: one a line, or a class list with its columns."""

from __future__ import annotations

import pytest

from rrsa.exchange.gate.class_list import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Isla MacRae\n\nTam  # P7\n# a remark\nTam\n", ["Isla MacRae", "Tam"]),
        ('\ufeffName,Class\r\nIsla MacRae,P6\r\n"Muir, Zoë",P7\r\n', ["Isla MacRae", "Muir, Zoë"]),
        ("Forename,Surname,Stage\nIsla,MacRae,P6\nTam,,P7", ["Isla MacRae", "Tam"]),
        ("Surname\tForename\tKnown As\nMacRae\tIsobel\tIsla", ["Isobel MacRae", "Isla MacRae"]),
        ("MacRae, Isla\nMuir, Zoë Ann", ["MacRae, Isla", "Muir, Zoë Ann"]),
        ("Isla,MacRae", ["Isla MacRae", "MacRae Isla"]),
        ("MacRae;Isla;P6;04/03/2016", ["MacRae Isla", "Isla MacRae"]),
        ("Isla MacRae,P6\nTam,P7", ["Isla MacRae", "Tam"]),
        ("1. Isla MacRae (P6)\n2) Tam\n- Zoë", ["Isla MacRae", "Tam", "Zoë"]),
        ("Alexander (Sandy) Muir", ["Alexander (Sandy) Muir"]),
        ("", []),
    ],
)
def test_names_are_found_in_a_list(text: str, names: list[str]) -> None:
    assert names_in(text) == names
