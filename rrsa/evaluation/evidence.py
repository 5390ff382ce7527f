"""Recording how we know: evidence and its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rrsa.errors import NotFound
from rrsa.evaluation.opened import Opened, Values
from rrsa.i18n import _, ngettext
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, Guard
from rrsa.portfolio.checks import checked, required
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.ids import EVIDENCE_LETTER
from rrsa.portfolio.records import Value, link_id
from rrsa.vocabulary import Direction

_TAKEN_OVER = ("title", "perspective", "directness", "seen_by", "place", "note", "question", "showcase")
"""What a newer piece has in common with the one whose place it takes, unless something else is said."""


class EvidenceRecording(Opened):
    """How do we know?"""

    def add_evidence(
        self,
        values: Values,
        targets: Sequence[str],
        *,
        direction: str | None = Direction.WORKS,
        file: Path | None = None,
    ) -> str:
        """A new piece of evidence, linked to outcomes or look-fors; returns its id.

        By default it points at where the evidence is kept. A file is a choice: photos lose their
        location first, and the same content is stored once a setting.
        """
        clean = self._evidence_values({"title": None, "perspective": None, **values})
        made = self.new_id(EVIDENCE_LETTER)
        shows = _direction(Direction.WORKS if direction is None else direction)
        links, _guards = edits.link(self.portfolio, made, self.target_ids(targets), shows, new=True)
        clean.update(self._file_values(file))
        changes = edits.create("evidence", made, clean) + links
        self.commit(_("Evidence added: {title}").format(title=clean["title"]), (changes, ()))
        return made

    def edit_evidence(
        self,
        evidence: str,
        values: Values,
        *,
        seen: Values | None = None,
        file: Path | None = None,
        targets: Sequence[str] = (),
        direction: str = Direction.WORKS,
    ) -> None:
        """New values for a piece of evidence; a new file takes the old one's place.

        It is linked to ``targets`` too, in the same change, so that one undo takes all of it back.
        """
        evidence = self.evidence_id(evidence)
        clean = self._evidence_values(values)
        links: Edit = ((), ())
        if targets:
            links = edits.link(self.portfolio, evidence, self.target_ids(targets), _direction(direction))
        clean.update(self._file_values(file))
        title = clean.get("title") or self.portfolio.evidence[evidence].title
        guards = (edits.present("evidence", evidence),)
        edit = edits.set_fields(self.portfolio, "evidence", evidence, clean, seen=seen, guards=guards)
        edit = edit[0] + links[0], tuple(dict.fromkeys(edit[1] + links[1]))
        self.commit(_("Evidence changed: {title}").format(title=title), edit)

    def revise_evidence(
        self,
        evidence: str,
        values: Values,
        targets: Sequence[str],
        direction: str | None,
        *,
        seen: Values | None = None,
        file: Path | None = None,
    ) -> None:
        """New values and exactly these links, as one change: what an evidence form says when it is saved.

        Without a ``direction`` each link keeps its own, and a new one shows that it works. A piece that is
        linked nowhere may stay so.
        """
        evidence = self.evidence_id(evidence)
        linked = [link.target or "" for link in self.portfolio.links_by_evidence.get(evidence, ())]
        wanted = self.target_ids(targets) if targets or linked else ()
        shows = Direction.WORKS if direction is None else direction
        told = wanted if direction is not None else [target for target in wanted if target not in linked]
        clean = self._evidence_values(values)
        clean.update(self._file_values(file))
        guards: tuple[Guard, ...] = (edits.present("evidence", evidence),)
        changes = edits.set_fields(self.portfolio, "evidence", evidence, clean, seen=seen)[0]
        changes += edits.link(self.portfolio, evidence, told, _direction(shows))[0]
        gone = edits.unlink(self.portfolio, evidence, [t for t in linked if t not in wanted])
        changes, guards = changes + gone[0], guards + gone[1]
        title = clean.get("title") or self.portfolio.evidence[evidence].title
        self.commit(_("Evidence changed: {title}").format(title=title), (changes, guards))

    def replace_evidence(self, evidence: str, values: Values, *, file: Path | None = None) -> str:
        """A newer piece takes the place of ``evidence``, which is kept without its links; returns its id.

        ``values`` go over those of the older piece; its date, file and consent are not taken over, since a
        new piece has its own.
        """
        evidence = self.evidence_id(evidence)
        old = self.portfolio.evidence[evidence]
        kept = {name: getattr(old, name) for name in _TAKEN_OVER}
        clean = self._evidence_values({**kept, **values})
        clean.update(self._file_values(file))
        made = self.new_id(EVIDENCE_LETTER)
        edit = edits.replace_evidence(self.portfolio, evidence, made, clean)
        self.commit(_("Evidence replaced by a newer piece: {title}").format(title=clean["title"]), edit)
        return made

    def link(self, evidence: str, targets: Sequence[str], direction: str = Direction.WORKS) -> None:
        """Shows a piece of evidence against more outcomes or look-fors."""
        evidence = self.evidence_id(evidence)
        edit = edits.link(self.portfolio, evidence, self.target_ids(targets), _direction(direction))
        self.commit(self._about(_("Evidence linked: {title}"), evidence), edit)

    def unlink(self, evidence: str, targets: Sequence[str]) -> None:
        """Takes a piece of evidence away from outcomes or look-fors; the evidence stays."""
        evidence = self.evidence_id(evidence)
        meant = self.target_ids(targets)
        for target in meant:
            if link_id(evidence, target) not in self.portfolio.links:
                raise NotFound(
                    _("{evidence} is not linked to {target}").format(evidence=evidence, target=target),
                    _("rrsa evidence list shows its links"),
                )
        edit = edits.unlink(self.portfolio, evidence, meant)
        self.commit(self._about(_("Evidence unlinked: {title}"), evidence), edit)

    def tell(self, evidence: str, directions: Mapping[str, str | None]) -> None:
        """What a piece shows in some places, as one change: outcome or look-for → direction, or ``None``
        where it is to be shown no more."""
        evidence = self.evidence_id(evidence)
        edit: Edit = ((), ())
        for given, direction in directions.items():
            targets = self.target_ids([given])
            if direction is None:
                made = edits.unlink(self.portfolio, evidence, targets)
            else:
                made = edits.link(self.portfolio, evidence, targets, _direction(direction))
            edit = edit[0] + made[0], edit[1] + made[1]
        self.commit(self._about(_("Evidence linked: {title}"), evidence), edit)

    def prune(self, unlinked: Mapping[str, Sequence[str]], removed: Sequence[str] = ()) -> None:
        """Takes pieces away from outcomes or look-fors (evidence → where from), and removes others with all
        their links; one change, so that one undo brings everything back."""
        now = self.store.load(self.setting_id).portfolio if removed else self.portfolio
        changes: list[Change] = []
        guards: list[Guard] = []
        gone = {self.evidence_id(each) for each in removed}
        taken = {self.evidence_id(each): self.target_ids(targets) for each, targets in unlinked.items()}
        made = [edits.remove_evidence(self.portfolio, each, now) for each in sorted(gone)]
        made += [edits.unlink(self.portfolio, each, taken[each]) for each in taken if each not in gone]
        for edit in made:
            changes += edit[0]
            guards += edit[1]
        n = len(gone | taken.keys())
        reason = ngettext("Evidence thinned out: {n} piece", "Evidence thinned out: {n} pieces", n)
        self.commit(reason.format(n=n), (tuple(changes), tuple(guards)))

    def choose(self, evidence: str, target: str, chosen: bool) -> None:
        """Marks a piece as one of the two or three that the assessor is shown for an outcome."""
        evidence, (target,) = self.evidence_id(evidence), self.target_ids([target])
        made = link_id(evidence, target)
        if made not in self.portfolio.links:
            raise NotFound(_("{evidence} is not linked to {target}").format(evidence=evidence, target=target))
        values, guards = checked("link", {"chosen": chosen}), (edits.present("link", made),)
        edit = edits.set_fields(self.portfolio, "link", made, values, guards=guards)
        self.commit(self._about(_("Evidence chosen: {title}"), evidence), edit)

    def remove_evidence(self, evidence: str) -> None:
        """Removes a piece of evidence with its links; undo brings all of it back."""
        evidence = self.evidence_id(evidence)
        reason = self._about(_("Evidence removed: {title}"), evidence)
        # A link that somebody has made meanwhile must go too, though this portfolio does not know it yet.
        now = self.store.load(self.setting_id).portfolio
        self.commit(reason, edits.remove_evidence(self.portfolio, evidence, now))

    def _evidence_values(self, values: Values) -> dict[str, Value]:
        clean = checked("evidence", values)
        for name in ("title", "perspective"):
            if name in clean:
                required(name, clean[name])
        self.past(clean, "date")
        return clean

    def _file_values(self, file: Path | None) -> dict[str, Value]:
        """What evidence says of a file, once it is stored; nothing where there is none."""
        if file is None:
            return {}
        from rrsa.evidence_files import take_in

        return take_in(self.store, self.setting_id, file).values()

    def _about(self, text: str, evidence: str) -> str:
        return text.format(title=self.portfolio.evidence[evidence].title)


def _direction(given: str) -> str:
    """What a link says, as it is stored."""
    clean = checked("link", {"direction": given})["direction"]
    required("direction", clean)
    return str(clean)
