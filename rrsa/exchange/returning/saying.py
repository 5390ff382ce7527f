"""What is compared, in words: what a difference is about, and what each side says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rrsa.exchange.returning.found import Links
from rrsa.exchange.returning.looks import as_links
from rrsa.exchange.working.evidence import for_words
from rrsa.framework.model import Framework
from rrsa.guide.record_words import HEADS, NAMED_BY, Names
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.checks import field_label
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value
from rrsa.vocabulary import ActionStatus, Direction


class Saying:
    """Words for one setting's records, those that are only about to come in too."""

    def __init__(
        self, framework: Framework, portfolio: Portfolio, news: Iterable[tuple[str, str, Mapping[str, Value]]]
    ) -> None:
        named = [
            Change(Cell(kind, record, NAMED_BY[kind]), None, values.get(NAMED_BY[kind]))
            for kind, record, values in news
        ]
        self._framework = framework
        self._names = Names(framework, portfolio, named)

    def record(self, kind: str, record: str) -> str:
        """What a record is called."""
        return self._names.record(kind, record)

    def about(self, kind: str, record: str, field: str) -> str:
        """``4 Safe · Why we say so``."""
        said = HEADS.get(kind, {}).get(field)
        if field == "for":
            what = _("What it is for")
        elif (kind, field) == ("reading", "measure"):
            what = _("Reading of")
        else:
            what = said() if said else field_label(field)
        return _("{name} · {what}").format(name=self.record(kind, record), what=what)

    def value(self, kind: str, field: str, value: Value) -> str:
        """One value in words; empty where there is none."""
        if (kind, field) == ("outcome", "view") and isinstance(value, int):
            step = self._framework.grade_by_number.get(value)
            return f"{step.grade} {step.name}" if step else str(value)
        return self._names.value(kind, field, value)

    def together(self, kind: str, lead: str, values: Mapping[str, Value]) -> str:
        """Several fields that belong together, as one says them."""
        first = self.value(kind, lead, values.get(lead))
        if lead == "status":
            status = values.get("status")
            if status == ActionStatus.CANNOT and values.get("why_not"):
                return _("{status}: {why}").format(status=first, why=values["why_not"])
            return f"{first} {self.value(kind, 'done_on', values.get('done_on'))}".strip()
        if lead == "answer":
            why = values.get("why")
            return (
                _("{status}: {why}").format(status=first, why=why)
                if first and why
                else first or str(why or "")
            )
        n = values.get(_out_of(lead))
        if n is None:
            return first
        return _("{count} of {n}").format(count=first, n=n) if first else _("out of {n}").format(n=n)

    def links(self, shown: Links) -> str:
        """``4, 7.2 (Shows not yet); chosen for 4``."""
        said = for_words(as_links("", shown), Direction.WORKS.value)
        chosen = [target for target, each in shown.items() if each.chosen]
        if not chosen:
            return said
        return _("{targets}; chosen for {chosen}").format(targets=said, chosen=", ".join(chosen))


def _out_of(lead: str) -> str:
    return "n" if lead == "count" else f"{lead}_n"
