"""The parts of a framework that may be left out: the visit, question sets, other people's standards."""

from __future__ import annotations

from rrsa.exchange.framework_book.cells import Cells
from rrsa.exchange.framework_book.gathering import Gathering
from rrsa.exchange.framework_book.node import Node
from rrsa.framework.problems import quoted
from rrsa.i18n import _


class FurtherRows(Gathering):
    """Visit, voices and standards."""

    def visit(self, root: Node) -> None:
        rows = self._rows("visit")
        if not rows:
            return
        node = Node(rows[0].spot)
        node.marks.incomplete = True
        checklist, questions = [], []
        for row in rows:
            what, text = row.get("what"), row.get("text")
            column = row.table.column("text")
            if not text and column and "text" not in row.refused:
                self._empty(node, row, column)
            elif what == "about":
                node.put("about", text, row.at("text"))
            elif what == "checklist":
                item = self._node(row, but=("what", "who", "outcome"))
                if not row.get("id"):
                    self._need(item, row, "id")
                checklist.append(item)
            elif what == "question":
                question = self._node(row, but=("what", "id", "text"))
                question.put("ask", text, row.at("text"))
                if not row.get("who"):
                    self._need(question, row, "who")
                questions.append(question)
            elif "what" not in row.refused:
                said = _("{value} is not one of the words here").format(value=quoted(what))
                self._read.problem(row.at("what"), said, _("choose from the list"))
        if "about" not in node.value:
            what = _("no row says what to expect of a visit")
            self._read.problem(rows[0].spot, what, _("add a row with “about” in the first column"))
        for key, items in (("checklist", checklist), ("questions", questions)):
            if items:
                node.nodes(key, items, rows[0].spot)
        root.put("visit", node.value, node.marks)

    def _need(self, node: Node, row: Cells, key: str) -> None:
        column = row.table.column(key)
        if column and key not in row.refused:
            self._empty(node, row, column)

    def voices(self, root: Node) -> None:
        rows = self._rows("voices")
        known = {row.get("id"): row for row in rows if row.get("id")}
        below, astray = self._below("voices", known, "questions", "set", _("set"))
        nodes = []
        for row in rows:
            node = self._node(row)
            questions = [self._node(each, but=("set",)) for each in below.pop(row.get("id"), [])]
            if not questions and not astray and row.get("id"):
                self._lonely(row, _("this set has no question"), "questions")
            node.nodes("questions", questions, row.spot, incomplete=not questions)
            nodes.append(node)
        if nodes:
            root.nodes("voices", nodes, self._at("voices"))

    def standards(self, root: Node) -> None:
        rows = self._rows("standards")
        sets = {row.get("set"): row for row in rows if row.get("set") and not row.get("item")}
        items: dict[str, list[Node]] = {}
        for row in rows:
            if row.get("item"):
                item = Node(row.spot)
                item.put("id", row.get("item"), row.at("item"))
                if row.get("text"):
                    item.put("text", row.get("text"), row.at("text"))
                else:
                    self._need(item, row, "text")
                if row.get("set") not in sets:
                    what = _("there is no {kind} {value}").format(kind=_("set"), value=quoted(row.get("set")))
                    self._read.problem(row.at("set"), what, self._instead(row.get("set"), sets))
                items.setdefault(row.get("set"), []).append(item)
        nodes = []
        for name, row in sets.items():
            node = Node(row.spot)
            node.put("id", name, row.at("set"))
            for key, column in (("title", "text"), ("source", "source")):
                if row.get(column):
                    node.put(key, row.get(column), row.at(column))
                else:
                    self._need(node, row, column)
            node.nodes("items", items.get(name, []), row.spot)
            nodes.append(node)
        if nodes:
            root.nodes("standards", nodes, self._at("standards"))
