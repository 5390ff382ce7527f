"""Recording measures and their readings."""

from __future__ import annotations

from rrsa.evaluation.opened import Opened, Values
from rrsa.evaluation.rules import check_figures, check_out_of
from rrsa.i18n import _
from rrsa.portfolio import edits
from rrsa.portfolio.checks import checked, parse_day, required
from rrsa.portfolio.ids import MEASURE_LETTER, READING_LETTER
from rrsa.portfolio.records import Measure, Reading, Value
from rrsa.vocabulary import Counts


class Measures(Opened):
    """What difference has it made? As counted, beside what was done."""

    def add_measure(self, outcome: str, values: Values) -> str:
        """A measure of an outcome: ``title counts better source baseline baseline_n baseline_on target
        target_n target_on note``; returns its id. What counts people needs ``baseline_n`` with a baseline."""
        made = self.new_id(MEASURE_LETTER)
        given = {"title": None, "counts": None, "better": None, **values, "outcome": outcome}
        clean = self._measure_values(given, Measure(made))
        self.commit(
            _("Measure added: {title}").format(title=clean["title"]),
            (edits.create("measure", made, clean), ()),
        )
        return made

    def edit_measure(self, measure: str, values: Values, *, seen: Values | None = None) -> None:
        """New values for a measure."""
        measure = self.measure_id(measure)
        record = self.portfolio.measures[measure]
        clean = self._measure_values(values, record)
        guards = (edits.present("measure", measure),)
        edit = edits.set_fields(self.portfolio, "measure", measure, clean, seen=seen, guards=guards)
        title = clean.get("title") or record.title
        self.commit(_("Measure changed: {title}").format(title=title), edit)

    def remove_measure(self, measure: str) -> None:
        """Removes a measure with its readings; actions that were to move it forget it."""
        measure = self.measure_id(measure)
        title = self.portfolio.measures[measure].title
        now = self.store.load(self.setting_id).portfolio
        edit = edits.remove_measure(self.portfolio, measure, now)
        self.commit(_("Measure removed: {title}").format(title=title), edit)

    def add_reading(self, measure: str, values: Values) -> str:
        """What a measure was on a day: ``date count n note``; returns the reading's id."""
        measure = self.measure_id(measure)
        made = self.new_id(READING_LETTER)
        given = {"date": self.today.isoformat(), "count": None, **values, "measure": measure}
        clean = self._reading_values(given, Reading(made, measure=measure))
        changes = edits.create("reading", made, clean)
        reason = _("Reading added: {title}").format(title=self.portfolio.measures[measure].title)
        self.commit(reason, (changes, (edits.present("measure", measure),)))
        return made

    def edit_reading(self, reading: str, values: Values, *, seen: Values | None = None) -> None:
        """New values for a reading."""
        reading = self.reading_id(reading)
        record = self.portfolio.readings[reading]
        clean = self._reading_values(values, record)
        guards = (edits.present("reading", reading),)
        edit = edits.set_fields(self.portfolio, "reading", reading, clean, seen=seen, guards=guards)
        self.commit(self._of_reading(_("Reading changed: {title}"), record), edit)

    def remove_reading(self, reading: str) -> None:
        """Removes a reading; undo brings it back."""
        record = self.portfolio.readings[self.reading_id(reading)]
        self.commit(self._of_reading(_("Reading removed: {title}"), record), edits.remove(record))

    def _of_reading(self, text: str, reading: Reading) -> str:
        measure = self.portfolio.measures.get(reading.measure or "")
        return text.format(title=measure.title if measure else reading.measure)

    def _measure_values(self, values: Values, record: Measure) -> dict[str, Value]:
        clean = checked("measure", values)
        for name in ("title", "counts", "better"):
            if name in clean:
                required(name, clean[name])
        if "outcome" in clean:
            clean["outcome"] = self.outcome_id(str(clean["outcome"] or ""))
        self.past(clean, "baseline_on")
        if isinstance(day := clean.get("target_on"), str):
            clean["target_on"] = parse_day(day, today=self.today).isoformat()

        names = ("counts", "baseline", "baseline_n", "target", "target_n")
        check_figures({**{name: getattr(record, name) for name in names}, **clean})
        return clean

    def _reading_values(self, values: Values, record: Reading) -> dict[str, Value]:
        clean = checked("reading", values)
        if "count" in clean:
            required("count", clean["count"])
        if "date" in clean:
            required("date", clean["date"])
        self.past(clean, "date")
        measure = self.portfolio.measures[str(clean.get("measure") or record.measure)]
        count = clean.get("count", record.count)
        n = clean.get("n", record.n)
        check_out_of(count, n, people=measure.counts == Counts.PEOPLE)
        return clean
