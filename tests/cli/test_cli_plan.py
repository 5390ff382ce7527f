"""The action plan by command: what we cannot do, measures, what children are told, orders and filters."""

from __future__ import annotations

from command_runs import Run, assert_one_line_error


def listed(rrsa: Run, school: dict[str, str], *words: str) -> list[str]:
    return [action["what"] for action in rrsa("action", "list", school["SETTING"], *words, "--json").data]


def test_what_we_cannot_do_says_why(rrsa: Run, school: dict[str, str]) -> None:
    setting, action = school["SETTING"], school["ACTION"]
    ran = rrsa("action", "cannot", setting, action, "--why", "The hall is let in the evenings")
    assert ran.code == 0
    assert "We cannot: Tell every class" in ran.err
    (told,) = rrsa("action", "list", setting, "--json").data
    assert (told["status"], told["why_not"]) == ("cannot", "The hall is let in the evenings")
    assert not told["overdue"]
    assert "We cannot · The hall is let in the evenings" in rrsa("action", "list", setting).out
    assert rrsa("action", "edit", setting, action, "--status", "planned").code == 0
    assert rrsa("action", "list", setting, "--json").data[0]["why_not"] is None


def test_without_a_reason_nothing_is_given_up(rrsa: Run, school: dict[str, str]) -> None:
    setting, action = school["SETTING"], school["ACTION"]
    for words in (
        ("cannot", setting, action),
        ("cannot", setting, action, "--why", ""),
        ("edit", setting, action, "--status", "cannot"),
        ("edit", setting, action, "--why", "No money"),
    ):
        ran = rrsa("action", *words)
        assert ran.code == 2, words
        assert_one_line_error(ran)
    assert rrsa("action", "list", setting, "--json").data[0]["status"] == "planned"
    edited = rrsa("action", "edit", setting, action, "--status", "cannot", "--why", "No money")
    assert edited.code == 0, edited


def test_an_action_is_tied_to_a_measure_and_told_to_children(rrsa: Run, school: dict[str, str]) -> None:
    from rrsa.evaluation import Evaluation
    from rrsa.store import open_store

    with open_store(school["DATABASE"]) as store:
        evaluation = Evaluation.open(store, school["SETTING"], author="Lead")
        values = {"title": "Late for class", "counts": "events", "better": "fewer"}
        measure = evaluation.add_measure(school["OUTCOME"], values)
    made = rrsa(
        *(
            "action",
            "add",
            school["SETTING"],
            school["OUTCOME"],
            "Open the gate",
            "--measure",
            measure.lower(),
        ),
        *("--for-children", "The gate will be open when you come"),
    ).first
    told = next(a for a in rrsa("action", "list", school["SETTING"], "--json").data if a["id"] == made)
    assert (told["measure"], told["for_children"]) == (measure, "The gate will be open when you come")
    out = " ".join(rrsa("action", "list", school["SETTING"]).out.split())
    assert "Is to move: Late for class" in out
    assert "Children are told: The gate will be open when you come" in out
    assert rrsa("action", "edit", school["SETTING"], made, "--measure", "").code == 0
    ran = rrsa("action", "edit", school["SETTING"], made, "--measure", "M00000000")
    assert ran.code == 2
    assert_one_line_error(ran)


def test_orders_and_filters(rrsa: Run, school: dict[str, str]) -> None:
    setting, one, two = school["SETTING"], school["OUTCOME"], school["OTHER"]
    rrsa("action", "add", setting, two, "late", "--due", "1/2/2020", "--who", "P6 and P7 teachers")
    rrsa("action", "add", setting, one, "far off", "--due", "1/2/2090", "--who", "DHT")
    over = rrsa("action", "add", setting, one, "over", "--who", "DHT").first
    rrsa("action", "done", setting, over)
    assert listed(rrsa, school) == ["far off", "Tell every class", "over", "late"]
    assert listed(rrsa, school, "--by", "date") == ["late", "far off", "Tell every class", "over"]
    assert listed(rrsa, school, "--late") == ["late"]
    assert listed(rrsa, school, "--role", "p7") == ["late"]
    assert listed(rrsa, school, "--role", "DHT", "--status", "open") == ["far off"]
    assert listed(rrsa, school, "--status", "done") == ["over"]
    assert listed(rrsa, school, "--for", two) == ["late"]
    out = rrsa("action", "list", setting, "--by", "date").out
    assert out.index("Past its date") < out.index("late") < out.index("No date yet") < out.index("Done")
    nothing = rrsa("action", "list", setting, "--status", "cannot")
    assert (nothing.code, nothing.out) == (0, "")
    assert "Nothing of that kind" in nothing.err
    assert rrsa("action", "list", setting, "--by", "colour").code == 2
