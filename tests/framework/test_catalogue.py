"""Which frameworks there are, and which one is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from rrsa import paths
from rrsa.errors import BadInput, NotFound
from rrsa.framework.catalogue import Entry, catalogue, find, rights
from rrsa.framework.problems import FrameworkProblems
from rrsa.vocabulary import SettingKind


@pytest.fixture
def mine() -> Path:
    """The user's own frameworks folder."""
    folder = paths.user_frameworks_dir()
    folder.mkdir(parents=True)
    return folder


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def own() -> list[Entry]:
    return [entry for entry in catalogue() if entry.origin == "yours"]


def test_the_shipped_school_framework_is_there_and_the_articles_are_not_taken_for_one() -> None:
    shipped = {entry.ref: entry for entry in catalogue()}
    school = shipped["rights-respecting-school@2026.1"]
    assert (school.origin, school.kind, school.offered, school.problems) == (
        "shipped",
        SettingKind.SCHOOL,
        True,
        (),
    )
    assert not [ref for ref in shipped if ref.startswith("rights@")]
    assert all(not entry.problems for entry in shipped.values())


def test_without_an_own_folder_there_are_the_shipped_ones() -> None:
    assert not paths.user_frameworks_dir().exists()
    assert own() == []
    assert find("rights-respecting-school").framework.id == "rights-respecting-school"


def test_an_own_framework_is_listed_and_found(mine: Path, small: str) -> None:
    path = put(mine, "anything.yaml", small)
    put(mine, "notes.txt", "not a framework")
    (entry,) = own()
    assert (entry.ref, entry.title, entry.path) == ("small@1.0", "A small framework", path)
    assert find("small").framework.title == "A small framework"
    assert find("small@1.0") == find("small") == find(str(path))


def test_one_broken_file_does_not_break_the_list(mine: Path, small: str) -> None:
    put(mine, "good.yaml", small)
    put(mine, "broken.yaml", "id: [\n")
    put(mine, "wrong.yml", small.replace("low_grade: 3", "low_grade: 7"))
    (mine / "folder.yaml").mkdir()

    entries = {entry.path.name: entry for entry in own()}

    assert set(entries) == {"good.yaml", "broken.yaml", "wrong.yml", "folder.yaml"}
    assert [name for name, entry in entries.items() if not entry.problems] == ["good.yaml"]
    assert entries["broken.yaml"].problems[0].line == 1
    assert (entries["wrong.yml"].kind, entries["wrong.yml"].offered) == (None, False)
    assert find("small").framework.ref == "small@1.0"
    with pytest.raises(FrameworkProblems, match=r"broken\.yaml:1:"):
        find("broken")


def test_a_bare_id_means_the_newest_version_in_natural_order(mine: Path, small: str) -> None:
    for number, version in enumerate(["1.9", "1.10", "1.2"]):
        put(mine, f"{number}.yaml", small.replace('"1.0"', f'"{version}"'))
    assert find("small").framework.version == "1.10"
    assert find("small@1.2").framework.version == "1.2"
    assert [entry.version for entry in own()] == ["1.2", "1.9", "1.10"]
    with pytest.raises(NotFound, match=r"did you mean “small@1\.10”"):
        find("small@3")


def test_the_users_own_comes_before_a_shipped_one_of_the_same_version(mine: Path) -> None:
    shipped = find("rights-respecting-school")
    text = shipped.text.replace("title: A rights-respecting school", "title: Ours", 1)
    assert text != shipped.text
    put(mine, "ours.yaml", text)
    assert find("rights-respecting-school").framework.title == "Ours"
    assert find(shipped.framework.ref).framework.title == "Ours"


def test_a_newer_shipped_version_comes_before_an_older_one_of_the_users(mine: Path) -> None:
    shipped = find("rights-respecting-school")
    put(mine, "old.yaml", shipped.text.replace(f'"{shipped.framework.version}"', '"1999"', 1))
    assert find("rights-respecting-school") == shipped


def test_two_own_files_of_one_version_have_to_be_told_apart(mine: Path, small: str) -> None:
    put(mine, "a.yaml", small)
    put(mine, "b.yaml", small)
    assert find("small").framework.ref == "small@1.0"  # the same text twice is no question

    path = put(mine, "b.yaml", small.replace("A small framework", "Another"))
    with pytest.raises(BadInput, match=r"a\.yaml and .*b\.yaml both hold small@1\.0"):
        find("small")
    assert find(str(path)).framework.title == "Another"


def test_a_file_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: str) -> None:
    put(tmp_path, "f.yaml", small)
    put(tmp_path, "without-suffix", small)
    monkeypatch.chdir(tmp_path)
    for name in ("f.yaml", "./f.yaml", str(tmp_path / "f.yaml"), "without-suffix"):
        assert find(name).framework.ref == "small@1.0"
    with pytest.raises(FrameworkProblems, match="there is no such file"):
        find("none.yaml")
    with pytest.raises(FrameworkProblems, match="this is a folder"):
        find(f"{tmp_path}/")


def test_an_id_that_is_not_there_gets_the_nearest_and_the_list() -> None:
    with pytest.raises(NotFound) as caught:
        find("right-respecting-scool")
    assert "did you mean “rights-respecting-school”" in str(caught.value)
    assert "rrsa frameworks" in caught.value.mend
    with pytest.raises(NotFound, match="rrsa frameworks"):
        find("zzz")
    with pytest.raises(NotFound):
        find("")


def test_the_articles_are_no_framework() -> None:
    with pytest.raises(BadInput, match="holds the Convention's articles"):
        find(str(paths.shipped("frameworks") / "rights.yaml"))


def test_all_fifty_four_articles_are_shipped_and_own_words_come_first(mine: Path) -> None:
    shipped = rights()
    assert sorted(shipped.by_number) == list(range(1, 55))

    text = (paths.shipped("frameworks") / "rights.yaml").read_text(encoding="utf-8")
    path = put(mine, "rights.yaml", text.replace(f"title: {shipped.title}", "title: In our words", 1))
    assert rights().title == "In our words"
    assert own() == []

    put(mine, "rights.yaml", text.replace("number: 12", "number: 99", 1))
    with pytest.raises(FrameworkProblems):
        rights()
    (entry,) = own()
    assert entry.path == path
    assert entry.problems
