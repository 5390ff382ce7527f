"""A framework's stages from the rows of two sheets: the stages, and what each of them asks for."""

from __future__ import annotations

from rrsa.exchange.framework_book.cells import Cells
from rrsa.exchange.framework_book.conditions import ALLOWED, SCOPE_KEYS, condition_of, needs_value
from rrsa.exchange.framework_book.gathering import Gathering
from rrsa.exchange.framework_book.node import Node, closed, marked
from rrsa.framework.problems import listed, quoted
from rrsa.i18n import _


class StageRows(Gathering):
    """Stages and their conditions."""

    def stages(self, root: Node) -> None:
        rows = self._rows("stages")
        known = {row.get("id"): row for row in rows if row.get("id")}
        below, astray = self._below("stages", known, "conditions", "stage", _("stage"))
        nodes = []
        for row in rows:
            node = self._node(row)
            asked = below.pop(row.get("id"), [])
            conditions, whole = self._conditions(asked)
            if not asked and not astray and "conditions" in self._read.tops and row.get("id"):
                self._lonely(row, _("this stage asks for nothing"), "conditions")
            node.nodes("conditions", conditions, row.spot, incomplete=not (whole and asked))
            nodes.append(node)
        self._list(root, "stages", nodes)

    def _conditions(self, rows: list[Cells]) -> tuple[list[Node], bool]:
        """A stage's conditions; and whether all of its rows could be read."""
        found: list[Node] = []
        scope_before, group_before = "", ("", "")
        inner: list[Node] = []
        alternatives: list[Node] = []
        whole = True
        for row in rows:
            one = self._condition(row)
            if one is None:
                whole = False
                continue
            of, letter = row.get("of"), row.get("either")
            key = SCOPE_KEYS.get(of, "")
            if key and key == scope_before:
                target = inner
            elif key:
                target = inner = []
                holder = Node(row.spot)
                holder.inner = (key, inner)
                found.append(holder)
            else:
                target = found
            if letter and (of, letter) == group_before:
                alternatives.append(one)
            elif letter:
                alternatives = [one]
                choice = Node(row.spot)
                choice.inner = ("any", alternatives)
                target.append(choice)
            else:
                target.append(one)
            scope_before, group_before = key, (of, letter)
        return [closed(node) for node in found], whole

    def _condition(self, row: Cells) -> Node | None:
        of, what, value = row.get("of"), row.get("what"), row.get("value")
        for key in ("of", "what"):
            column = row.table.column(key)
            assert column is not None
            if row.get(key) in column.offers or key in row.refused:
                continue
            given = row.get(key)
            said = (
                _("{value} is not one of the words here").format(value=quoted(given))
                if given
                else _("“{head}” is empty").format(head=column.head)
            )
            self._read.problem(row.at(key), said, _("choose from the list"))
            return None
        if row.refused:
            return None
        if what not in ALLOWED[of]:
            said = _("“{what}” cannot be asked of {of}").format(what=what, of=of)
            mend = _("choose {words}").format(words=listed(sorted(ALLOWED[of]), _("or")))
            self._read.problem(row.at("what"), said, mend)
            return None
        if needs_value(what) and not value:
            mend = _("write the milestone's id, the stage's id or the number")
            self._read.problem(row.at("value"), _("“{what}” needs a value").format(what=what), mend)
            return None
        if value and not needs_value(what):
            said = _("“{what}” takes no value").format(what=what)
            self._read.problem(row.at("value"), said, _("empty this cell"))
            return None
        condition = condition_of(what, value)
        if condition is None:
            mend = _("write it as JSON, such as {example}").format(example='{"all": [{"view": "3"}]}')
            self._read.problem(row.at("value"), _("this condition cannot be read"), mend)
            return None
        return marked(condition, row.at("value") if value else row.at("what"))
