"""A visit by command; and what status says of coverage, of what steps change, and of how it went."""

from __future__ import annotations

import pytest
from command_runs import Run, assert_one_line_error, recorded


def test_the_day_the_list_and_the_questions(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    ran = rrsa("visit", setting)
    assert (ran.code, ran.err) == (0, "")
    text = " ".join(ran.out.split())
    assert "No day is agreed yet." in text
    assert "0 of 2 things on the list are ready." in text
    assert "[ ] room" in text
    assert "Nobody should learn an answer by heart." in text
    saved = rrsa("visit", setting, "--date", "12 Jun 2031", "--tick", "room", "--tick", "PLAN-printed")
    assert (saved.code, saved.out) == (0, "")
    assert "The visit is on 12 Jun 2031" in saved.err
    text = " ".join(rrsa("visit", setting).out.split())
    assert "Everything on the list is ready." in text
    assert "[x] room" in text
    assert "Council minutes" in text
    assert "Age never lowers our view or what is shown." in text
    assert rrsa("visit", setting, "--untick", "room").code == 0
    assert "[ ] room" in " ".join(rrsa("visit", setting).out.split())
    assert rrsa("visit", setting, "--date", "").code == 0
    assert "No day is agreed yet." in rrsa("visit", setting).out


def test_the_same_as_data(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    told = rrsa("visit", setting, "--json").data
    assert (told["visit_on"], told["days_to_go"], told["by_then"]) == (None, None, None)
    assert [item["id"] for item in told["checklist"]] == ["room", "plan-printed"]
    assert all(question["ask"] and question["who"] for question in told["questions"])
    told = rrsa("visit", setting, "--date", "2031-06-12", "--json").data
    assert told["visit_on"] == "2031-06-12"
    assert told["days_to_go"] > 0
    assert [piece["evidence"] for piece in told["by_then"]["stale"]] == [school["EVIDENCE"]]
    assert told["by_then"]["scores"][0]["then"] < told["by_then"]["scores"][0]["now"]
    past = rrsa("visit", setting, "--date", "1 Feb 2020", "--json").data
    assert past["days_to_go"] < 0
    assert past["by_then"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("--date", "after easter"),
        ("--tick", "cake"),
        ("--tick", "room", "--untick", "room"),
        ("--tick", "room", "--date", "31 June 2031"),
    ],
)
def test_a_mistake_changes_nothing(words: tuple[str, ...], rrsa: Run, school: dict[str, str]) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa("visit", school["SETTING"], *words)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert recorded(school["DATABASE"]) == before


def test_a_house_has_no_day_to_count_down_to(rrsa: Run, school: dict[str, str]) -> None:
    assert rrsa("new", "Rowan House", "--framework", "rights-respecting-house").code == 0
    ran = rrsa("visit", "rowan-house")
    assert ran.code == 0
    assert "No day" not in ran.out
    assert "[ ]" in ran.out
    refused = rrsa("visit", "rowan-house", "--date", "12 Jun 2031")
    assert refused.code == 2
    assert_one_line_error(refused)
    assert rrsa("visit", "rowan-house", "--json").data["visit_on"] is None


def test_status_says_what_is_covered(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    assert "Coverage" not in rrsa("status", setting).out
    text = " ".join(rrsa("status", setting, "--coverage").out.split())
    assert "Children's views 1 of 3" in text
    assert "Thin: shown one way only — 4 " in text
    data = rrsa("status", setting, "--json").data
    assert data["coverage"]["outcomes"][0]["pieces"]["children"] == {"works": 1, "mixed": 0, "not_yet": 0}
    reach = {article["number"]: article["reach"] for article in data["coverage"]["articles"]}
    assert (reach[4], reach[12]) == ("thin", "nothing")
    assert max(reach) <= 42


def test_status_says_how_it_went(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    assert "Over time" in rrsa("status", setting, "--over-time").out
    assert "over_time" not in rrsa("status", setting, "--json").data
    points = rrsa("status", setting, "--json", "--over-time").data["over_time"]
    assert points[-1]["views"] == {"1": 2, "2": None, "3": None}
    assert points[-1]["stages"]["second"]["total"] > 10


def test_status_says_what_each_step_changes(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    data = rrsa("status", setting, "--json").data
    met = next(stage["met"] for stage in data["stages"] if stage["id"] == "second")
    for step in data["steps"]:
        assert step["effect"]
        if step["met_after"] is not None:
            assert step["met_before"] == met
            assert step["met_after"] == met + len(step["closes"])
    assert any(step["met_after"] for step in data["steps"])
    first = next(step for step in data["steps"][:5] if step["effect"])
    assert " ".join(first["effect"].split()) in " ".join(rrsa("status", setting).out.split())
