"""Questionnaire files as Microsoft Forms and Google Forms export them, with invented answers.

``python tests/exchange/questionnaire_files.py`` writes those in ``tests/data/questionnaires`` anew.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "data" / "questionnaires"

SAFE = "Do you feel safe in school?"
LISTEN = "Adults listen to what I say"
TELL = "Where do you go when something is wrong?"
CLASS = "Which class are you in?"
WORDS = "What should we change first?"
QUESTIONS = (CLASS, SAFE, LISTEN, TELL, WORDS)
NAMES = ("Ailsa Broon", "Ruaridh MacInvented", "Mhairi Smeaton")
"""Names that must be found nowhere afterwards."""
WROTE = "The toilets by the gym smell and Kenzie shouts at me"


def answers(n: int, *, first: datetime, by: timedelta = timedelta(hours=5), lean: int = 0) -> list[list[Any]]:
    """``n`` people's answers: when, class, safe, listen, where, words. ``lean`` makes more of them agree."""
    safe = ("Yes", "Yes", "Sometimes", "Yes", "No") if not lean else ("Yes", "Yes", "Yes", "Sometimes", "Yes")
    agree = ("Strongly agree", "Agree", "Neither agree nor disagree", "Agree", "Disagree", "Agree")
    places = ("My teacher;", "My teacher;A friend;", "A friend;", "My teacher;The office;A friend;")
    classes = ("P6", "P7", "P6", "P7", "P6", "P7", "P6", "P6")
    rows = []
    for number in range(n):
        rows.append(
            [
                first + by * number,
                classes[number % len(classes)],
                safe[number % len(safe)],
                agree[(number + lean) % len(agree)],
                places[number % len(places)],
                WROTE if number == 0 else f"Something else, number {number}" if number % 3 == 0 else "",
            ]
        )
    return rows


def microsoft(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Heads and rows as “Open in Excel” gives them."""
    made: list[list[Any]] = [["ID", "Start time", "Completion time", "Email", "Name", *QUESTIONS]]
    for number, (when, *given) in enumerate(rows, start=1):
        name = NAMES[number % len(NAMES)]
        address = f"{name.lower().replace(' ', '.')}@invented.example"
        made.append([number, when - timedelta(minutes=3), when, address, name, *given])
    return made


def google(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Heads and rows as “Download responses (.csv)” gives them."""
    made: list[list[Any]] = [["Timestamp", "Email Address", *QUESTIONS]]
    for number, (when, *given) in enumerate(rows):
        stamp = when.strftime("%Y/%m/%d %I:%M:%S %p GMT+1").replace("AM", "am").replace("PM", "pm")
        cells = [str(cell).rstrip(";").replace(";", ", ") for cell in given]
        made.append([stamp, f"{NAMES[number % 3].split()[0].lower()}@invented.example", *cells])
    return made


def as_csv(rows: Iterable[Sequence[Any]], *, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """A CSV file; days as Microsoft writes them in Britain."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    for row in rows:
        writer.writerow([c.strftime("%d/%m/%Y %H:%M:%S") if isinstance(c, datetime) else c for c in row])
    return stream.getvalue().encode(encoding)


def as_workbook(rows: Iterable[Sequence[Any]], sheet: str = "Sheet1") -> bytes:
    """A workbook with one sheet."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2026, 1, 5, tzinfo=UTC)})
    page = book.add_worksheet(sheet)
    moment = book.add_format({"num_format": "m/d/yy h:mm:ss"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(number, column, cell, moment)
            elif isinstance(cell, str):
                page.write_string(number, column, cell)
            else:
                page.write(number, column, cell)
    book.close()
    return stream.getvalue()


AUTUMN = datetime.fromisoformat("2025-09-15T09:30")
SPRING = datetime.fromisoformat("2026-02-16T09:30")


def fixtures() -> dict[str, bytes]:
    """The files in ``tests/data/questionnaires`` by name."""
    autumn, spring = answers(24, first=AUTUMN), answers(26, first=SPRING, lean=1)
    return {
        "Rights survey(1-24).xlsx": as_workbook(microsoft(autumn)),
        "Rights survey(1-50).xlsx": as_workbook(microsoft([*autumn, *spring])),
        "Rights survey.csv": as_csv(microsoft(autumn)),
        "Rights survey (Responses) - Form Responses 1.csv": as_csv(google(spring), encoding="utf-8"),
        "Rights survey (Responses).xlsx": as_workbook(google(spring), "Form Responses 1"),
    }


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in fixtures().items():
        (FOLDER / name).write_bytes(content)
        print(FOLDER / name)
