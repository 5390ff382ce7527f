"""Recording how others see us: reviews, what they say of each outcome, and what was agreed after talking."""

from __future__ import annotations

from collections.abc import Mapping

from rrsa.errors import BadInput
from rrsa.evaluation.opened import Opened, Values
from rrsa.evaluation.review_rules import check_agreed, check_parts, check_yes
from rrsa.evaluation.rules import check_grade
from rrsa.finding import found
from rrsa.i18n import _
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change
from rrsa.portfolio.checks import checked, required
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.ids import REVIEW_LETTER
from rrsa.portfolio.records import NAME, TITLE, Review, ReviewView, Value, review_view_id
from rrsa.vocabulary import Reviewer

_SAYS = ("view", "words", "said_yes", "rather_not", "note")


class Reviews(Opened):
    """How do others see it? Their view stands beside ours and is never averaged with it."""

    def add_review(
        self, values: Values, said: Mapping[str, Values] | None = None, *, made: str | None = None
    ) -> str:
        """A review: ``by who title date blind people strengths before after``; returns its id.

        ``said`` holds what it says already, by outcome, where it comes from a file: one change with the rest.
        ``made`` is then its id, from what the file holds. Raises :class:`BadInput` for one that was erased.
        """
        if made is not None and ("review", made, "") in self.store.erased(self.setting_id):
            raise BadInput(
                _("this review was erased, and is not brought back"),
                _("if it should be here after all, enter it with rrsa review add"),
            )
        made = made or self.new_id(REVIEW_LETTER)
        given = {"by": None, "who": None, "date": self.today.isoformat(), **values}
        clean = self._review_values(given, Review(made))
        if not clean.get("title"):
            clean["title"] = title_of(str(clean["by"]), str(clean["who"]))
        changes: tuple[Change, ...] = edits.create("review", made, clean)
        review = Review(made, **clean)  # type: ignore[arg-type]
        for outcome, each in (said or {}).items():
            changes += self._said_edit(review, self.outcome_id(outcome), each)[0]
        self.commit(_("Review added: {title}").format(title=clean["title"]), (changes, ()))
        return made

    def edit_review(self, review: str, values: Values, *, seen: Values | None = None) -> None:
        """New values for a review; its report's parts too."""
        record = self.portfolio.reviews[self.review_id(review)]
        clean = self._review_values(values, record)
        guards = (edits.present("review", record.id),)
        edit = edits.set_fields(self.portfolio, "review", record.id, clean, seen=seen, guards=guards)
        title = clean.get("title") or record.title
        self.commit(_("Review changed: {title}").format(title=title), edit)

    def close_review(self, review: str, on: str | None = None) -> None:
        """A review is finished, on a day (ISO text; otherwise today): a blind one is compared from now on."""
        record = self.portfolio.reviews[self.review_id(review)]
        clean: dict[str, Value] = {"closed_on": on or self.today.isoformat()}
        self.past(clean, "closed_on")
        self._set_closed(record, clean, _("Review finished: {title}"))

    def reopen_review(self, review: str) -> None:
        """A review is not finished after all."""
        record = self.portfolio.reviews[self.review_id(review)]
        self._set_closed(record, {"closed_on": None}, _("Review opened again: {title}"))

    def _set_closed(self, record: Review, values: Values, reason: str) -> None:
        guards = (edits.present("review", record.id),)
        edit = edits.set_fields(self.portfolio, "review", record.id, values, guards=guards)
        self.commit(reason.format(title=record.title), edit)

    def remove_review(self, review: str) -> None:
        """Removes a review with all that it says; what was agreed stays. Undo brings all of it back."""
        review = self.review_id(review)
        title = self.portfolio.reviews[review].title
        now = self.store.load(self.setting_id).portfolio
        self.commit(
            _("Review removed: {title}").format(title=title),
            edits.remove_review(self.portfolio, review, now),
        )

    def say_in_review(self, review: str, outcome: str, values: Values, *, seen: Values | None = None) -> None:
        """What a review says of an outcome: ``view words said_yes note``.

        New words take back a yes to the old ones, unless ``values`` holds a new one. Where nothing is left
        it is as if they had not been asked.
        """
        record = self.portfolio.reviews[self.review_id(review)]
        outcome = self.outcome_id(outcome)
        changes, guards = self._said_edit(record, outcome, values, seen)
        self.commit(self._of_outcome(_("{title} on outcome {id}"), record, outcome), (changes, guards))

    def choose_not_to_say(self, review: str, outcome: str) -> None:
        """They were asked and would rather not say. A note in the margin stays, since it is not theirs."""
        self.say_in_review(
            review, outcome, {"view": None, "words": None, "said_yes": None, "rather_not": True}
        )

    def unsay_in_review(self, review: str, outcome: str) -> None:
        """Takes away all that a review says of an outcome, as if they had not been asked yet."""
        record = self.portfolio.reviews[self.review_id(review)]
        outcome = self.outcome_id(outcome)
        there = self.portfolio.review_views.get(review_view_id(record.id, outcome))
        if there is not None:
            reason = self._of_outcome(_("{title}: taken back on outcome {id}"), record, outcome)
            self.commit(reason, edits.remove(there))

    def agree(self, outcome: str, values: Values, *, seen: Values | None = None) -> None:
        """What was agreed after talking: ``view reason date``. Our view stays as it is.

        A reason without a view says that both agreed to differ. The day is today unless given.
        """
        outcome = self.outcome_id(outcome)
        clean = checked("agreed", {"date": self.today.isoformat(), **values})
        self.past(clean, "date")
        now = self.portfolio.agreed.get(outcome)
        check_grade(self.framework, clean.get("view"))
        view = clean.get("view", now.view if now else None)
        check_agreed(self.portfolio, outcome, view, clean.get("reason", now.reason if now else None))
        edit = edits.set_fields(self.portfolio, "agreed", outcome, clean, seen=seen)
        self.commit(_("Agreed on outcome {id}").format(id=outcome), edit)

    def take_back_agreed(self, outcome: str) -> None:
        """Nothing is agreed of an outcome after all."""
        outcome = self.outcome_id(outcome)
        if (there := self.portfolio.agreed.get(outcome)) is not None:
            reason = _("Agreed on outcome {id}: taken back").format(id=outcome)
            self.commit(reason, edits.remove(there))

    def review_id(self, given: str) -> str:
        return found(_("review"), given, self.portfolio.reviews)

    # -- values ------------------------------------------------------------------------------------

    def _review_values(self, values: Values, record: Review) -> dict[str, Value]:
        clean = checked("review", values)
        for name in ("by", "who", "date"):
            if name in clean:
                required({"who": "reviewer", "by": "by"}.get(name, name), clean[name])
        for name in ("date", "closed_on"):
            self.past(clean, name)
        if "people" in clean and clean["people"] == 0:
            clean["people"] = None
        check_parts(clean.get("by", record.by), {**_parts_of(record), **clean})
        return clean

    def _said_edit(self, review: Review, outcome: str, values: Values, seen: Values | None = None) -> Edit:
        clean = checked("review_view", {n: v for n, v in values.items() if n not in ("review", "outcome")})
        check_grade(self.framework, clean.get("view"))
        id_ = review_view_id(review.id, outcome)
        there = self.portfolio.review_views.get(id_)
        now = there or ReviewView(id_)
        if "words" in clean and clean["words"] != now.words and "said_yes" not in clean:
            clean["said_yes"] = None
        if clean.get("view") is not None or clean.get("words"):
            clean["rather_not"] = None
        told = {name: clean.get(name, getattr(now, name)) for name in _SAYS}
        if "words" in clean or clean.get("said_yes"):
            check_yes(self.portfolio, review, told)
        if not any(value is not None for value in told.values()):
            return edits.remove(there) if there is not None and clean else ((), ())
        if there is None:
            whole = {"review": review.id, "outcome": outcome, **clean}
            return edits.create("review_view", id_, whole), (edits.present("review", review.id),)
        guards = (edits.present("review", review.id), edits.present("review_view", id_))
        return edits.set_fields(self.portfolio, "review_view", id_, clean, seen=seen, guards=guards)

    def _of_outcome(self, text: str, review: Review, outcome: str) -> str:
        return text.format(title=review.title, id=outcome)


def title_of(by: str, who: str) -> str:
    """What a review is called where nobody says: ``Rights group``, ``Mock assessor: Head of Kirkbrae``."""
    if by in (Reviewer.GROUP, Reviewer.COLLEAGUE):
        return who[:TITLE]
    return _("{kind}: {who}").format(kind=Reviewer(by).label, who=who[:NAME])


def _parts_of(record: Review) -> dict[str, Value]:
    return {"strengths": record.strengths, "before": record.before, "after": record.after}
