"""Sharing by file: what goes out of a setting, and what an inbox makes of whatever lies in it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sharing_samples import a_shared, keys_for, signed

from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.evaluation import Evaluation
from rrsa.exchange.gate.names import Names
from rrsa.exchange.sharing import Choice, files, inbox, prepare, read_inbox, read_share, share, take_back
from rrsa.exchange.sharing.files import snapshot_file, withdrawal_file
from rrsa.exchange.sharing.inbox import Outcome
from rrsa.exchange.sharing.signing import fits, new_keys, sign
from rrsa.guide.shared import Part, Shared
from rrsa.guide.strict_json import MOST
from rrsa.store import Store, open_store
from rrsa.store import shared as table

JAN, FEB = "2026-01-10T09:00:00.000000+00:00", "2026-02-10T09:00:00.000000+00:00"
Made = Callable[..., Evaluation]


@pytest.fixture
def glen(recorded: Made) -> Evaluation:
    """A small school with words, a measure, and evidence of which one piece may not leave."""
    evidence = {"title": "Minutes of Tam's group", "perspective": "records", "directness": "first-hand"}
    refused = {**evidence, "title": "Photo", "consent": "refused"}
    return recorded(
        {
            ("outcome", "1"): {"view": 3, "line": "Tam says so", "achieved": "By asking"},
            ("evidence", "E1"): evidence,
            ("evidence", "E2"): refused,
            ("link", "E1:1"): {"evidence": "E1", "target": "1", "direction": "works"},
            ("link", "E2:1"): {"evidence": "E2", "target": "1", "direction": "works"},
            ("setting", "setting"): {"help_wanted": "Lunch"},
        }
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Store]:
    """The coordinator's own database."""
    with open_store(tmp_path / "desk.db") as store:
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def outcomes(found: inbox.Inbox) -> dict[str, str]:
    return {each.file: each.outcome.value for each in found.came}


def write(folder: Path, name: str, shared: Shared, **more: Any) -> Path:
    path = folder / f"{name}.rrsa-share"
    path.write_bytes(snapshot_file(signed(shared, **more)))
    return path


# -- out ----------------------------------------------------------------------------------------------


def test_what_was_seen_is_what_goes(glen: Evaluation, folder: Path, desk: Store) -> None:
    offer = prepare(glen, Choice(frozenset({Part.VIEWS}), area="East", offers="Rights walls"))
    assert glen.store.load(glen.setting_id).portfolio.setting.area is None, "seeing changes nothing"
    assert table.row_of(glen.store, glen.setting_id) is None
    glen.record_outcome("1", {"view": 1})  # somebody goes on working between seeing and sharing
    done = share(glen, offer, to=folder)
    assert done.path == folder / "glen-school.rrsa-share"
    assert outcomes(read_inbox(desk, folder)) == {"glen-school.rrsa-share": "taken"}
    there = Shared.from_json(table.content(desk, "glen-school") or "")
    assert there.outcomes["1"].view == 3
    assert (there.area, there.wants, there.offers) == ("East", "Lunch", "Rights walls")
    record = glen.portfolio.setting
    assert (record.area, record.help_offered, record.shares) == ("East", "Rights walls", "views")
    assert record.shared_on == glen.today.isoformat()
    assert table.content(glen.store, glen.setting_id) == table.content(desk, "glen-school")


def test_what_was_chosen_last_time_is_the_choice(glen: Evaluation) -> None:
    share(glen, prepare(glen, Choice(frozenset({Part.VIEWS, Part.ACTIONS}))))
    assert prepare(glen, Choice()).shared.parts == {Part.VIEWS, Part.ACTIONS}
    share(glen, prepare(glen, Choice(frozenset(), wants="")))
    again = prepare(glen, Choice())
    assert again.shared.parts == frozenset() and again.shared.wants is None


def test_names_and_what_was_refused_stay_here(glen: Evaluation, folder: Path) -> None:
    Names.of(glen.setting_id).add(["Tam Reid"])
    offer = prepare(glen, Choice(frozenset(Part), wants="Help for Tam"))
    assert offer.held and offer.shared.outcomes["1"].evidence
    assert sorted(hit.cell.field for hit in offer.hits if hit.cell) == ["help_wanted", "line", "title"]
    path = share(glen, offer, to=folder).path
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "Tam" not in text and "Photo" not in text and "[name]" in text
    # Names in what is not shared are nobody's business at this moment.
    assert prepare(glen, Choice(frozenset())).hits[0].cell.field == "help_wanted"  # type: ignore[union-attr]
    kept = prepare(glen, Choice(frozenset({Part.MODERATION})), keep=["Tam Reid"])
    assert kept.shared.outcomes["1"].line == "Tam says so"


def test_a_name_for_a_role_does_not_go_either(glen: Evaluation) -> None:
    Names.of(glen.setting_id).add(["Tam Reid"])
    glen.author = "Tam Reid, P6"
    assert prepare(glen, Choice()).shared.by == "[name], P6"


def test_where_the_file_cannot_be_written_nothing_is_shared(glen: Evaluation, tmp_path: Path) -> None:
    offer = prepare(glen, Choice())
    other = tmp_path / "glen-school.rrsa-share"
    other.write_text("the minutes of a meeting", encoding="utf-8")
    for to, why in (
        (tmp_path / "nowhere", "there is no folder"),
        (tmp_path / "nowhere" / "a.rrsa-share", "there is no folder"),
        (tmp_path / "a.xlsx", r"does not end in \.rrsa-share — call it “a\.rrsa-share”"),
        (tmp_path, "is there already and was not exported by rrsa"),
    ):
        with pytest.raises(BadInput, match=why):
            share(glen, offer, to=to)
    assert other.read_text(encoding="utf-8") == "the minutes of a meeting"
    assert glen.store.load(glen.setting_id).portfolio.setting.shared_on is None
    assert table.row_of(glen.store, glen.setting_id) is None


def test_a_full_disk_leaves_nothing_half_said(
    glen: Evaluation, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFailed, match="no room left on the disk"):
        share(glen, prepare(glen, Choice()), to=folder)
    assert list(folder.iterdir()) == []
    assert glen.store.load(glen.setting_id).portfolio.setting.shared_on is None


def test_where_it_cannot_be_recorded_no_file_is_left(glen: Evaluation, folder: Path) -> None:
    offer = prepare(glen, Choice())
    before = glen.store.load(glen.setting_id).revision
    glen.store.database.read_only = True
    with pytest.raises(EnvironmentFailed):
        share(glen, offer, to=folder)
    assert list(folder.iterdir()) == []
    assert glen.store.load(glen.setting_id).revision == before


def test_sharing_again_takes_the_place_of_ones_own_file_alone(glen: Evaluation, folder: Path) -> None:
    share(glen, prepare(glen, Choice()), to=folder)
    share(glen, prepare(glen, Choice(wants="Another thing")), to=folder)
    (path,) = folder.iterdir()
    shared = read_share(path).shared
    assert shared is not None and shared.wants == "Another thing"
    write(folder, "ash", a_shared("ash"))
    with pytest.raises(BadInput, match="was not exported by rrsa"):
        share(glen, prepare(glen, Choice()), to=folder / "ash.rrsa-share")


def test_it_is_taken_back_here_and_there(glen: Evaluation, folder: Path, desk: Store) -> None:
    with pytest.raises(BadInput, match="nothing has been shared yet"):
        take_back(glen)
    share(glen, prepare(glen, Choice(frozenset(Part))), to=folder)
    old = folder.parent / "kept.rrsa-share"
    shutil.copy(folder / "glen-school.rrsa-share", old)
    read_inbox(desk, folder)
    path = take_back(glen, to=folder)
    assert path is not None and "Lunch" not in path.read_text(encoding="utf-8")
    assert glen.portfolio.setting.shared_on is None
    assert table.content(glen.store, glen.setting_id) is None
    (came,) = read_inbox(desk, folder).came
    assert (came.outcome, came.name) == (Outcome.WITHDRAWN, "Glen School")
    assert table.content(desk, "glen-school") is None
    # The old file turns up once more, and the withdrawal is written once more: both change nothing.
    shutil.copy(old, folder / "again.rrsa-share")
    take_back(glen, to=folder)
    assert outcomes(read_inbox(desk, folder)) == {
        "again.rrsa-share": "gone",
        "glen-school.rrsa-share": "same",
    }
    share(glen, prepare(glen, Choice()), to=folder)
    assert outcomes(read_inbox(desk, folder))["glen-school.rrsa-share"] == "taken", "it may share again"


def test_an_undone_share_can_be_taken_back_by_file(glen: Evaluation, folder: Path, desk: Store) -> None:
    share(glen, prepare(glen, Choice()), to=folder)
    read_inbox(desk, folder)
    glen.undo()
    take_back(glen, to=folder)
    assert outcomes(read_inbox(desk, folder)) == {"glen-school.rrsa-share": "withdrawn"}


# -- signatures ---------------------------------------------------------------------------------------


@given(st.text(st.characters(codec="utf-8"), max_size=50), st.text(st.characters(codec="utf-8"), max_size=50))
@settings(max_examples=25)
def test_a_signature_fits_its_text_alone(text: str, other: str) -> None:
    keys = keys_for("birch")
    made = sign(keys, text)
    assert fits(keys.public, text, made)
    assert fits(keys.public, other, made) is (text == other)
    assert not fits(keys_for("ash").public, text, made)
    assert not fits("0" * 64, text, made) and not fits(keys.public, text, made[:-1])


# -- the inbox ----------------------------------------------------------------------------------------


def test_every_file_gets_a_line_and_the_good_ones_come_in(desk: Store, folder: Path) -> None:
    keys = keys_for("oak")
    write(folder, "ash", a_shared("ash", at=FEB))
    write(folder, "ash-before", a_shared("ash", at=JAN))
    (folder / "elm.rrsa-share").write_bytes(withdrawal_file("elm", FEB, keys_for("elm")))
    write(folder, "elm-before", a_shared("elm", at=JAN))
    write(folder, "forged", a_shared("ash", at="2026-03-10T09:00:00.000000+00:00"), keys=new_keys())
    whole = write(folder, "oak", a_shared("oak")).read_text(encoding="utf-8")
    (folder / "oak.rrsa-share").write_text(whole.replace("Why 1", "Why not"), encoding="utf-8")
    (folder / "cut.rrsa-share").write_text(whole[: len(whole) // 2], encoding="utf-8")
    (folder / "picture.rrsa-share").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    (folder / "minutes.docx").write_bytes(b"PK\x03\x04")
    (folder / "empty.rrsa-share").write_bytes(b"")
    (folder / "notes.json").write_text('{"a": 1}', encoding="utf-8")
    with (folder / "huge.rrsa-share").open("wb") as stream:
        stream.truncate(files.MOST_BYTES + 1)
    (folder / "deep.rrsa-share").write_text('{"a":' * 5000 + "1" + "}" * 5000, encoding="utf-8")
    content = a_shared("pine").to_json().replace('"view":3', '"view":"3"')
    odd = {"rrsa": "share", "format": 1, "key": keys.public, "signature": sign(keys, content)}
    (folder / "odd.rrsa-share").write_text(json.dumps({**odd, "content": content}), encoding="utf-8")
    ahead = (datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="microseconds")
    write(folder, "tomorrow", a_shared("fir", at=ahead))
    (folder / "folder").mkdir()
    (folder / ".hidden").write_text("x", encoding="utf-8")
    there = {path.name: path.stat().st_size for path in folder.iterdir()}

    found = read_inbox(desk, folder)

    assert outcomes(found) == {
        "ash.rrsa-share": "taken",
        "ash-before.rrsa-share": "taken",  # read first, by its name
        "elm.rrsa-share": "withdrawn",
        "elm-before.rrsa-share": "taken",
        "forged.rrsa-share": "other-key",
        **dict.fromkeys(
            (
                "oak.rrsa-share",
                "cut.rrsa-share",
                "picture.rrsa-share",
                "minutes.docx",
                "empty.rrsa-share",
                "notes.json",
                "huge.rrsa-share",
                "deep.rrsa-share",
                "odd.rrsa-share",
                "tomorrow.rrsa-share",
            ),
            "refused",
        ),
    }
    words = {each.file: each.words for each in found.came}
    assert "changed after it was shared" in words["oak.rrsa-share"]
    assert "cut short or damaged" in words["cut.rrsa-share"]
    assert "far too large" in words["huge.rrsa-share"]
    assert "nested far too deep" in words["deep.rrsa-share"]
    assert "still to come" in words["tomorrow.rrsa-share"]
    assert "not a shared snapshot" in words["minutes.docx"]
    assert all("\n" not in each.words for each in found.came)
    assert [(row.setting_id, row.at, row.withdrawn) for row in table.latest(desk)] == [
        ("ash", FEB, False),
        ("elm", FEB, True),
    ]
    assert {path.name: path.stat().st_size for path in folder.iterdir()} == there, "the folder is hers"
    assert inbox.summary(found) == "3 taken in, 1 withdrawn, 11 left alone."
    (folder / "ash-back.rrsa-share").write_bytes(withdrawal_file("ash", JAN, keys_for("ash")))
    late = next(each for each in read_inbox(desk, folder).came if each.file.startswith("ash-back"))
    assert late.outcome is Outcome.OLDER and "ask there whether that may stay" in late.words
    (folder / "ash-back.rrsa-share").unlink()
    again = read_inbox(desk, folder)
    assert again.count(Outcome.TAKEN) == 0 and len(again.problems) == len(found.problems)
    assert outcomes(again)["ash-before.rrsa-share"] == "older"


def test_another_key_waits_for_a_telephone_call(desk: Store, folder: Path) -> None:
    write(folder, "ash", a_shared("ash", at=JAN))
    read_inbox(desk, folder)
    write(folder, "ash", a_shared("ash", at=FEB), keys=new_keys())
    (came,) = read_inbox(desk, folder).came
    assert came.outcome is Outcome.OTHER_KEY
    assert "--another ash keeps both; if they began anew, --accept ash" in came.words
    assert read_inbox(desk, folder, accept=["birch"]).unknown == ("birch",)
    assert table.latest(desk)[0].at == JAN
    found = read_inbox(desk, folder, accept=["ASH"])
    assert (outcomes(found), found.unknown) == ({"ash.rrsa-share": "taken"}, ())
    assert table.latest(desk)[0].at == FEB


def test_another_of_the_same_name_as_one_that_lies_here(glen: Evaluation, folder: Path, desk: Store) -> None:
    share(glen, prepare(glen, Choice()))
    write(folder, "glen", a_shared("glen-school", at=FEB))
    (came,) = read_inbox(glen.store, folder, accept=["glen-school"]).came
    assert came.outcome is Outcome.OTHER_KEY and came.words.endswith("beside that one: --another glen-school")
    (came,) = read_inbox(glen.store, folder, another=["glen-school"]).came
    assert came.outcome is Outcome.TAKEN and came.setting.startswith("glen-school-")
    assert outcomes(read_inbox(desk, folder)) == {"glen.rrsa-share": "taken"}


def test_a_folder_that_is_none(desk: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no folder"):
        read_inbox(desk, tmp_path / "nowhere")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match="is a file — name the folder that it lies in"):
        read_inbox(desk, tmp_path / "file")


@pytest.mark.usefixtures("posix")
def test_a_pipe_in_the_inbox_keeps_nobody_waiting(desk: Store, folder: Path) -> None:
    os.mkfifo(folder / "pipe.rrsa-share")
    (folder / "folder.rrsa-share").mkdir()
    (folder / "gone.rrsa-share").symlink_to(folder / "nowhere")
    found = read_inbox(desk, folder)
    assert set(outcomes(found).values()) == {"refused"} and len(found.came) == 3


def test_reading_can_be_broken_off(desk: Store, folder: Path) -> None:
    for name in ("ash", "birch", "elm"):
        write(folder, name, a_shared(name))

    def enough(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_inbox(desk, folder, progress=enough)
    assert [row.setting_id for row in table.latest(desk)] == ["ash", "birch"]


def test_too_much_for_a_file_is_said_before_it_goes() -> None:
    shared = a_shared(views={str(n): 3 for n in range(1500)})
    long = {key: _with_words(each) for key, each in shared.outcomes.items()}
    from dataclasses import replace

    with pytest.raises(BadInput, match="too much in it for a file — share fewer parts"):
        snapshot_file(signed(replace(shared, outcomes=long)))
    assert len(replace(shared, outcomes=long).to_json()) > MOST


def _with_words(outcome: Any) -> Any:
    from dataclasses import replace

    return replace(outcome, achieved="a" * 8000)


@given(data=st.data())
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_damage_to_a_file_is_more_than_a_refusal(data: st.DataObject, tmp_path: Path) -> None:
    content = bytearray(snapshot_file(signed(a_shared("ash"))))
    how = data.draw(st.sampled_from(["bytes", "cut", "twice", "noise"]))
    if how == "bytes":
        for _change in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    elif how == "cut":
        content = content[: data.draw(st.integers(0, len(content) - 3))]
    elif how == "twice":
        content = bytearray(bytes(content) * 2)
    else:
        content = bytearray(data.draw(st.binary(max_size=200)))
    path = tmp_path / "x.rrsa-share"
    path.write_bytes(content)
    try:
        opened = read_share(path)
    except BadInput as refused:
        assert refused.mend and "\n" not in str(refused)
    else:
        assert opened.shared == a_shared("ash"), "only what makes no difference may be changed"
