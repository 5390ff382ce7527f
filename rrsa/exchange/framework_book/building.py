"""From rows of cells to a framework's tree, with a mark for every value."""

from __future__ import annotations

from typing import Any

from rrsa.exchange.framework_book.cells import Cells, Spot
from rrsa.exchange.framework_book.further_rows import FurtherRows
from rrsa.exchange.framework_book.gathering import FLAGS, write_here
from rrsa.exchange.framework_book.keyed import CAP, about_lines, rule_lines
from rrsa.exchange.framework_book.node import Node
from rrsa.exchange.framework_book.shape import GRADES
from rrsa.exchange.framework_book.stage_rows import StageRows
from rrsa.framework.compose import ListMarks, MapMarks
from rrsa.i18n import _


class Builder(StageRows, FurtherRows):
    """Puts the tree together, sheet by sheet."""

    def whole(self) -> tuple[dict[str, Any], MapMarks]:
        root = Node(self._top)
        self._about(root)
        self._rules(root)
        self._list(root, "scale", [self._node(row) for row in self._rows("scale")])
        self.stages(root)
        self._plain_list(root, "milestones")
        self._strands(root)
        self.visit(root)
        self.voices(root)
        self.standards(root)
        # Whatever is missing has been said of its cell or its sheet.
        root.marks.incomplete = True
        return root.value, root.marks

    def _about(self, root: Node) -> None:
        held = {row.get("key"): row for row in self._rows("about")}
        for line in about_lines():
            row = held.get(line.key)
            text = row.get("value") if row else ""
            if row is None:
                if line.needed and "about" in self._read.tops:
                    what = _("the row “{label}” is missing").format(label=line.label)
                    mend = _("copy it from a new workbook: rrsa frameworks to-workbook --blank")
                    self._read.problem(self._at("about"), what, mend)
                continue
            spot = row.at("value")
            if line.key == "id":
                self._top = spot
            if not text:
                if line.needed and "value" not in row.refused:
                    what = _("“{head}” is empty").format(head=line.label)
                    self._read.problem(spot, what, write_here(line.about))
                continue
            if line.key == "offered":
                text = FLAGS.get(text.casefold(), text)
            root.put(line.key, text, spot)

    def _rules(self, root: Node) -> None:
        if "rules" not in self._read.tops:
            return
        rows = self._rows("rules")
        held = {row.get("key"): row for row in rows}
        numbers: dict[str, tuple[str, Spot]] = {}
        for line in rule_lines():
            row = held.get(line.key)
            if row is None:
                what = _("the row “{label}” is missing").format(label=line.label)
                self._read.problem(self._at("rules"), what, _("copy it from a new workbook"))
            elif row.get("number"):
                numbers[line.key] = row.get("number"), row.at("number")
            elif "number" not in row.refused:
                what = _("“{head}” is empty").format(head=line.label)
                self._read.problem(row.at("number"), what, _("write a number here; the usual one will do"))
        if "low_grade" in numbers:
            root.put("low_grade", *numbers["low_grade"])
        evidence = Node(self._at("rules"))
        for key, names in (
            ("directness", ("first-hand", "reported", "intended")),
            ("freshness", ("fresh_months", "stale_months", "floor")),
        ):
            part = Node(numbers.get(names[0], ("", self._at("rules")))[1])
            for name in names:
                if name in numbers:
                    part.put(name, *numbers[name])
            if all(name in numbers for name in names):
                evidence.put(key, part.value, part.marks)
        evidence.marks.incomplete = True
        if "ceiling" in numbers:
            evidence.put("ceiling", *numbers["ceiling"])
        root.put("evidence", evidence.value, evidence.marks)
        caps = [self._cap(row) for row in rows if row.get("key").startswith(CAP) and row.get("number")]
        if caps:
            root.nodes("caps", caps, self._at("rules"))

    def _cap(self, row: Cells) -> Node:
        node = Node(row.spot)
        node.put("when", row.get("key").removeprefix(CAP), row.at("key"))
        node.put("at_most", row.get("number"), row.at("number"))
        if row.get("why"):
            node.put("why", row.get("why"), row.at("why"))
        else:
            node.marks.incomplete = True
            self._read.problem(
                row.at("why"),
                _("there is a limit here and no sentence"),
                _("say why, or take the number out"),
            )
        return node

    def _strands(self, root: Node) -> None:
        strands, outcomes = self._rows("strands"), self._rows("outcomes")
        look_fors = self._rows("look-fors")
        strand_ids = {row.get("id"): row for row in strands if row.get("id")}
        outcome_ids = {row.get("id"): row for row in outcomes if row.get("id")}
        look_for_ids = {row.get("id"): row for row in look_fors if row.get("id")}
        of_strand, lost = self._below("strands", strand_ids, "outcomes", "strand", _("strand"))
        of_outcome, lost_look_fors = self._below(
            "outcomes", outcome_ids, "look-fors", "outcome", _("outcome")
        )
        of_look_for, _lost = self._below("look-fors", look_for_ids, "ideas", "look_for", _("look-for"))
        nodes = []
        for row in strands:
            node = self._node(row)
            held = of_strand.pop(row.get("id"), [])
            if not held and not lost and "outcomes" in self._read.tops and row.get("id"):
                self._lonely(row, _("this strand has no outcome"), "outcomes")
            made = []
            for outcome in held:
                seen = of_outcome.pop(outcome.get("id"), [])
                if not seen and not lost_look_fors and "look-fors" in self._read.tops and outcome.get("id"):
                    self._lonely(outcome, _("this outcome has no look-for"), "look-fors")
                made.append(self._outcome(outcome, [self._look_for(each, of_look_for) for each in seen]))
            node.nodes("outcomes", made, row.spot, incomplete=not made)
            nodes.append(node)
        self._list(root, "strands", nodes)
        for sheet in ("outcomes", "look-fors"):
            self._no_row(sheet)

    def _outcome(self, row: Cells, look_fors: list[Node]) -> Node:
        node = self._node(row, but=("strand",))
        grades = Node(row.at("grade-1"))
        for n in range(1, GRADES + 1):
            text = row.get(f"grade-{n}")
            if text:
                grades.put(str(n), text, row.at(f"grade-{n}"))
        if grades.value:
            node.put("grades", grades.value, grades.marks)
        else:
            node.marks.incomplete = True
            what = _("no grade of this outcome is described")
            self._read.problem(row.at("grade-1"), what, _("say at one grade at least what it looks like"))
        node.nodes("indicators", look_fors, row.spot, incomplete=not look_fors)
        return node

    def _look_for(self, row: Cells, of_look_for: dict[str, list[Cells]]) -> Node:
        node = self._node(row, but=("outcome",))
        ideas: dict[str, list[Cells]] = {}
        for idea in of_look_for.pop(row.get("id"), []):
            for key in ("perspective", "idea"):
                column = idea.table.column(key)
                if column and not idea.get(key) and key not in idea.refused:
                    self._empty(node, idea, column)
            if idea.get("perspective") and idea.get("idea"):
                ideas.setdefault(idea.get("perspective"), []).append(idea)
        evidence = Node(row.spot)
        for perspective, rows in ideas.items():
            marks = ListMarks(rows[0].at("perspective"))
            marks.items = [idea.at("idea") for idea in rows]
            evidence.put(perspective, tuple(idea.get("idea") for idea in rows), marks)
        node.put("evidence", evidence.value, evidence.marks)
        return node
