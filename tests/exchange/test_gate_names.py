"""The list of names: a private file of this machine's own."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.exchange.gate.names import MOST, Names, check_kept


def test_it_begins_with_nothing(home: Path) -> None:
    names = Names.of("glen-school")
    assert names.all() == ()
    assert names.file == home / "names" / "glen-school.txt"
    assert not names.file.exists()
    assert not names.matcher()


def test_adding_and_removing(home: Path) -> None:
    names = Names.of("glen")
    assert names.add(["Isla  MacRae", "Tam"]) == ("Isla MacRae", "Tam")
    assert names.add(["ISLA MACRAE"]) == ()
    assert Names.of("glen").all() == ("Isla MacRae", "Tam")
    assert names.remove(["isla macrae"]) == ("Isla MacRae",)
    assert Names.of("glen").all() == ("Tam",)
    text = names.file.read_text("utf-8")
    assert text.startswith("# Names that must not leave"), "remarks stay"


def test_only_its_owner_may_read_it(posix: None, home: Path) -> None:
    names = Names.of("glen")
    names.add(["Tam"])
    assert stat.S_IMODE(names.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(names.file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content",
    [
        "# a remark\n\nZoë Muir  # of P6\r\n  Tam  \n".encode(),
        "\ufeff# a remark\nZoë Muir\nTam\nTam\n".encode(),
        "Zoë Muir\nTam".encode("cp1252"),
        "Zoë Muir\nTam\n".encode("utf-16"),
    ],
)
def test_a_list_from_any_editor(content: bytes, home: Path) -> None:
    names = Names.of("glen")
    names.file.parent.mkdir()
    names.file.write_bytes(content)
    assert names.all() == ("Zoë Muir", "Tam")
    assert names.find("Zoe was there")


@pytest.mark.parametrize("name", ["", "  ", "#", "a # b", "12", "x" * 200, "\x00"])
def test_what_is_no_name_is_refused(name: str, home: Path) -> None:
    with pytest.raises(BadInput) as error:
        Names.of("glen").add(["Tam", name])
    assert error.value.mend
    assert Names.of("glen").all() == ()


def test_too_many(home: Path) -> None:
    with pytest.raises(BadInput, match="at most"):
        Names.of("glen").add(f"Name {'a' * (n % 90)}{n}b" for n in range(MOST + 1))


def test_removing_one_that_is_not_there_is_said(home: Path) -> None:
    names = Names.of("glen")
    names.add(["Tam"])
    with pytest.raises(BadInput, match="“Tim” is not on the list"):
        names.remove(["Tam", "Tim"])
    assert names.all() == ("Tam",)


def test_a_list_that_cannot_be_read_stops_everything(home: Path) -> None:
    names = Names.of("glen")
    names.file.mkdir(parents=True)
    with pytest.raises(EnvironmentFailed, match="nothing leaves"):
        names.all()


def test_one_that_is_no_list(home: Path) -> None:
    names = Names.of("glen")
    names.file.parent.mkdir()
    names.file.write_bytes(b"x" * 2_000_000)
    with pytest.raises(BadInput, match="too large"):
        names.all()


def test_kept_names_must_be_on_the_list(home: Path) -> None:
    names = Names.of("glen")
    names.add(["Isla MacRae", "Isla Grant", "Tam"])
    assert check_kept(names.matcher(), ["isla macrae"]) == {"Isla MacRae"}
    assert check_kept(names.matcher(), ["Isla"]) == {"Isla MacRae", "Isla Grant"}
    with pytest.raises(BadInput, match="“Tim” is not on the list"):
        check_kept(names.matcher(), ["Tim"])


def test_the_list_of_a_setting_stays_in_its_folder(home: Path) -> None:
    assert Names.of("../../etc/passwd").file.parent == home / "names"
