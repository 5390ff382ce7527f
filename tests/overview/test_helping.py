"""Who could help whom: by the words alone, each sentence said once, and never anybody beside themselves."""

from __future__ import annotations

from test_narrowing import a_row

from rrsa.overview.helping import Help, helps, meetings, offered_alike, wanted_alike

WALKS = "Our pupil-led learning walks; come and see one"


def names(found: Help) -> dict[str, list[str]]:
    return {match.wants.name: [row.name for row in match.could] for match in found.matches}


def test_an_offer_is_laid_beside_a_wish_that_speaks_of_the_same() -> None:
    rows = [
        a_row("Ash", wants="Families who work in the daytime"),
        a_row("Birch", offers="How we ask families at the fair"),
        a_row("Cedar", offers="Picture cards for the nursery"),
    ]
    found = helps(rows)
    assert names(found) == {"Ash": ["Birch"]}
    assert [row.name for row in found.open] == ["Cedar"]


def test_nobody_is_sent_to_themselves() -> None:
    found = helps([a_row("Ash", wants="Better lunches", offers="Lunches in the garden")])
    assert not found.matches
    assert [row.name for row in found.unmet] == ["Ash"]


def test_words_that_are_in_every_offer_bring_nobody_together() -> None:
    rows = [a_row("Ash", wants="Meetings that everybody wants to come to"), a_row("Birch", offers=WALKS)]
    assert not helps([*rows, a_row("Cedar", offers="A song that everybody knows")]).matches


def test_a_sentence_that_many_say_is_said_once_with_all_their_names() -> None:
    wish = "Learning walks with pupils"
    rows = [
        a_row("Ash", wants=wish),
        a_row("Birch", wants="  learning WALKS with pupils "),
        a_row("Cedar", wants="Walks in the rain"),
        a_row("Elm", offers=WALKS),
        a_row("Fir", offers=WALKS),
        a_row("Gorse", offers="Walks along the shore"),
    ]
    told = meetings(helps(rows))
    assert [(each.wanted.text, each.wanted.names) for each in told] == [
        (wish, "Ash, Birch"),
        ("Walks in the rain", "Cedar"),
    ]
    assert [(offer.text, offer.names) for offer in told[0].offers] == [
        (WALKS, "Elm, Fir"),
        ("Walks along the shore", "Gorse"),
    ]


def test_what_nobody_offers_or_asks_for_is_said_once_too() -> None:
    rows = [a_row("Ash", wants="A choir"), a_row("Birch", wants="A choir"), a_row("Cedar", offers="Cards")]
    found = helps(rows)
    assert [each.names for each in wanted_alike(found.unmet)] == ["Ash, Birch"]
    assert [each.names for each in offered_alike(found.open)] == ["Cedar"]
