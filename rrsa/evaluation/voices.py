"""Recording what people answered when they were asked: rounds of questions, as counts of a whole group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrsa.errors import BadInput
from rrsa.evaluation.opened import Opened, Values
from rrsa.finding import found
from rrsa.i18n import _
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, Guard
from rrsa.portfolio.checks import checked, required
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.ids import EVIDENCE_LETTER
from rrsa.portfolio.privacy import SMALL
from rrsa.portfolio.records import Value, link_id
from rrsa.vocabulary import Consent, Direction, Directness, Perspective, Respondents


@dataclass(frozen=True, slots=True)
class RoundTaken:
    """A round as it is to stand: its values, and every one of its counts by id."""

    id: str
    values: Values
    tallies: tuple[tuple[str, Values], ...]


class Voices(Opened):
    """What do people say, counted?"""

    def rounds_edit(self, form: tuple[str, Values] | None, rounds: Sequence[RoundTaken]) -> Edit:
        """What it takes for ``form`` and ``rounds`` to stand as given; nothing where they do already.

        A round that is there takes the new counts, and evidence that was made of it follows in what it says
        of people and day. Raises :class:`BadInput` for counts of a group of fewer than five.
        """
        changes: list[Change] = []
        guards: list[Guard] = []
        if form is not None:
            changes += self._laid_over("form", form[0], checked("form", form[1]))
        for each in rounds:
            values = _round_values(each)
            changes += self._laid_over("round", each.id, values)
            known = {tally.id: tally for tally in self.portfolio.tallies_by_round.get(each.id, ())}
            for tally, given in each.tallies:
                changes += self._laid_over("tally", tally, checked("tally", {**given, "round": each.id}))
                known.pop(tally, None)
            for gone in known.values():
                edit = edits.remove(gone)
                changes += edit[0]
                guards += edit[1]
            changes += self._evidence_follows(each.id, values)
        return tuple(changes), tuple(guards)

    def take_rounds(self, title: str, edit: Edit) -> None:
        """What :meth:`rounds_edit` has made, as one change. Raises as :meth:`commit` does where somebody has
        changed it meanwhile; then nothing is done."""
        self.commit(_("Answers taken in: {title}").format(title=title), edit)

    def round_id(self, given: str) -> str:
        return found(_("round of questions"), given, self.portfolio.rounds)

    def remove_round(self, round_: str) -> None:
        """Removes a round with all its counts; evidence that was made of it stays. Undo brings it back."""
        round_ = self.round_id(round_)
        now = self.store.load(self.setting_id).portfolio
        edit = edits.remove_round(self.portfolio, round_, now)
        title = self.portfolio.rounds[round_].title
        self.commit(_("Answers removed: {title}").format(title=title), edit)

    def evidence_of_round(
        self, round_: str, targets: Sequence[str] = (), direction: str | None = None, *, note: str = ""
    ) -> str:
        """Makes a piece of evidence of a round; returns its id.

        Children's views of what children answered, adults' views of the rest. ``targets`` are outcomes or
        look-fors, by default those that its questions are about. ``note`` says in words what came out.
        Raises :class:`BadInput` where it was made already, or where nothing says what it is about.
        """
        round_ = self.round_id(round_)
        record = self.portfolio.rounds[round_]
        if record.evidence in self.portfolio.evidence:
            raise BadInput(
                _("evidence was made of this round already: {id}").format(id=record.evidence),
                _("change it with rrsa evidence edit, or remove it first"),
            )
        tallies = self.portfolio.tallies_by_round.get(round_, ())
        about = tuple(dict.fromkeys(t.outcome for t in tallies if t.outcome in self.framework.outcome_of))
        meant = self.target_ids(targets or [each for each in about if each])
        shows = checked("link", {"direction": direction or Direction.WORKS.value})["direction"]
        required("direction", shows)
        children = record.who == Respondents.CHILDREN
        values: dict[str, Value] = {
            "title": _evidence_title(record.title, record.group),
            "perspective": (Perspective.CHILDREN if children else Perspective.ADULTS).value,
            "directness": Directness.FIRST_HAND.value,
            "date": record.date,
            "place": record.source,
            "note": note or None,
            # A sentence is one that the group has agreed; counts show nobody.
            "consent": (Consent.GIVEN if record.sentence else Consent.NOT_NEEDED).value,
            "people": record.n,
        }
        if record.sentence and len(record.sentence) <= 300:
            values["said"] = record.sentence
        elif record.sentence:
            values["note"] = "\n".join(filter(None, (note, record.sentence)))
        made = self.new_id(EVIDENCE_LETTER)
        changes = edits.create("evidence", made, checked("evidence", values))
        for target in meant:
            link: dict[str, Value] = {"evidence": made, "target": target, "direction": shows}
            changes += edits.create("link", link_id(made, target), link)
        changes += edits.set_fields(self.portfolio, "round", round_, {"evidence": made})[0]
        reason = _("Evidence added: {title}").format(title=values["title"])
        self.commit(reason, (changes, (edits.present("round", round_),)))
        return made

    def _laid_over(self, kind: str, record: str, values: Values) -> tuple[Change, ...]:
        """A record as it is to stand, over the one that is there."""
        if record in self.portfolio.of_kind(kind):
            return edits.set_fields(self.portfolio, kind, record, values)[0]
        return edits.create(kind, record, values)

    def _evidence_follows(self, round_: str, values: Values) -> tuple[Change, ...]:
        """What evidence says of people and day, where it said so of the round before."""
        before = self.portfolio.rounds.get(round_)
        item = self.portfolio.evidence.get(before.evidence or "") if before else None
        if before is None or item is None:
            return ()
        new: dict[str, Value] = {}
        if item.people == before.n:
            new["people"] = values.get("n")
        if item.date == before.date:
            new["date"] = values.get("date")
        return edits.set_fields(self.portfolio, "evidence", item.id, new)[0]


def _round_values(taken: RoundTaken) -> dict[str, Value]:
    clean = checked("round", taken.values)
    required("title", clean.get("title"))
    n = clean.get("n")
    if taken.tallies and (not isinstance(n, int) or n < SMALL):
        raise BadInput(
            _("a group of fewer than five answers keeps no counts"),
            _("keep a sentence that the group has agreed instead"),
        )
    if isinstance(n, int) and n < SMALL:
        clean["n"] = None
    return clean


def _evidence_title(title: str | None, group: str | None) -> str:
    whole = f"{title or ''}, {group}" if group else title or ""
    return whole[:200]
