"""A translation is whole, keeps what it must, is compiled as it is written, and is spoken by the program."""

from __future__ import annotations

import gettext
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "translations.py"
GAELIC = ROOT / "rrsa" / "locale" / "gd" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def translations() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoken(folder: Path) -> gettext.GNUTranslations:
    """The language whose ``.mo`` lies in a folder, as it is now: ``gettext.translation`` remembers files."""
    with (folder / "rrsa.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


# -- what is in the repository -----------------------------------------------------------------------


def test_every_text_is_translated_and_keeps_what_it_must(translations: ModuleType) -> None:
    pot = translations.template()
    assert sum(1 for message in pot if message.id) > 1000
    assert translations.translations() == [GAELIC / "rrsa.po"]
    assert translations.faults(GAELIC / "rrsa.po", pot) == []


def test_what_the_program_reads_is_what_translators_wrote(translations: ModuleType) -> None:
    assert (GAELIC / "rrsa.mo").read_bytes() == translations.compiled(GAELIC / "rrsa.po")
    language = spoken(GAELIC)
    for message in translations.halves(GAELIC / "rrsa.po")[1]:
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            said = tuple(language.ngettext(*message.id, n) for n in (1, 2, 3, 20))
            assert said == tuple(message.string)
        elif message.context:
            assert language.pgettext(message.context, message.id) == message.string
        else:
            assert language.gettext(message.id) == message.string


def test_things_are_counted_as_gaelic_counts_them() -> None:
    language = spoken(GAELIC)

    def outcomes(n: int) -> str:
        return language.ngettext("{n} outcome", "{n} outcomes", n).format(n=n)

    assert [outcomes(n) for n in (0, 1, 2, 3, 10)] == [
        "0 toradh", "1 toradh", "2 thoradh", "3 toraidhean", "10 toraidhean",
    ]  # fmt: skip
    assert [outcomes(n) for n in (11, 12, 19, 20, 121)] == [
        "11 toradh", "12 thoradh", "19 toraidhean", "20 toradh", "121 toradh",
    ]  # fmt: skip


def test_neither_file_tells_when_or_where_it_was_made() -> None:
    for name in ("rrsa.po", "rrsa.mo"):
        text = (GAELIC / name).read_bytes()
        assert not re.search(rb"POT-Creation-Date|Revision-Date|Generated-By|/home/|/tmp/", text), name


# -- the script --------------------------------------------------------------------------------------

POT = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

#: cli/one.py
#, python-brace-format
msgid "Saved {title}"
msgstr ""

#: cli/one.py
#, python-brace-format
msgid "{n} piece"
msgid_plural "{n} pieces"
msgstr[0] ""
msgstr[1] ""

#: cli/two.py
msgid "leave out --blank"
msgstr ""

#: cli/two.py
msgid "Press [b]n[/b], **now**"
msgstr ""

#: cli/two.py
msgctxt "a key"
msgid " or "
msgstr ""
"""
PO = """\
# Welsh, tried out.
msgid ""
msgstr ""
"Language: cy\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Note: Tried out.\\n"

#: cli/one.py
#, python-brace-format
msgid "Saved {title}"
msgstr "Cadwyd {title}"

#: cli/one.py
#, python-brace-format
msgid "{n} piece"
msgid_plural "{n} pieces"
msgstr[0] "{n} darn"
msgstr[1] "{n} o ddarnau"

#: cli/two.py
msgid "leave out --blank"
msgstr "hepgorwch --blank"

#: cli/two.py
msgid "Press [b]n[/b], **now**"
msgstr "Pwyswch [b]n[/b] **nawr**"

#: cli/two.py
msgctxt "a key"
msgid " or "
msgstr " neu "
"""


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A small tree that has the script, a template and one whole translation, not yet compiled."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(SCRIPT, tmp_path / "scripts")
    locales = tmp_path / "rrsa" / "locale"
    (locales / "cy" / "LC_MESSAGES").mkdir(parents=True)
    (locales / "rrsa.pot").write_text(POT, encoding="utf-8")
    (locales / "cy" / "LC_MESSAGES" / "rrsa.po").write_text(PO, encoding="utf-8")
    return locales


def run(locales: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = locales.parent.parent / "scripts" / "translations.py"
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def altered(locales: Path, old: str, new: str) -> Path:
    po = locales / "cy" / "LC_MESSAGES" / "rrsa.po"
    assert old in PO
    po.write_text(PO.replace(old, new), encoding="utf-8")
    return po


def test_a_whole_translation_passes_once_it_is_compiled(locales: Path) -> None:
    before = run(locales, "--check")
    assert (before.returncode, before.stderr.count("\n")) == (1, 1)
    assert "rrsa/locale/cy/LC_MESSAGES/rrsa.mo: not made from its .po" in before.stderr
    assert run(locales).stdout == "rrsa/locale/cy/LC_MESSAGES/rrsa.po: 5 of 5 texts\n"
    after = run(locales, "--check")
    assert (after.returncode, after.stdout, after.stderr) == (0, "", "")
    language = spoken(locales / "cy" / "LC_MESSAGES")
    assert language.gettext("Saved {title}") == "Cadwyd {title}"
    assert language.ngettext("{n} piece", "{n} pieces", 5) == "{n} o ddarnau"
    assert language.pgettext("a key", " or ") == " neu "
    assert language.info()["x-note"] == "Tried out."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Cadwyd {title}"', '""', "“Saved {title}” is not translated"),
        ('"Cadwyd {title}"', '"Cadwyd {teitl}"', "“Saved {title}” does not keep {title}"),
        ('"Cadwyd {title}"', '"Cadwyd {title} {title}"', "“Saved {title}” does not keep {title}"),
        ('"Cadwyd {title}"', '"Cadwyd {title"', "“Saved {title}” does not keep {title}"),
        ('"{n} o ddarnau"', '""', "“{n} piece” is not translated"),
        ('"{n} o ddarnau"', '"darnau"', "“{n} piece” does not keep {n}"),
        ('"hepgorwch --blank"', '"hepgorwch --gwag"', "“leave out --blank” does not keep --blank"),
        ("Pwyswch [b]n[/b]", "Pwyswch n", "does not keep **, **, [/b], [b]"),
        ('" neu "', '"neu"', "begins or ends with another space"),
        ("msgid " + '"leave out', "#, fuzzy\nmsgid " + '"leave out', "“leave out --blank” is marked fuzzy"),
        (PO[PO.index("#: cli/two.py") :], "", "“leave out --blank” is not translated (and 2 more)"),
    ],
)
def test_a_fault_is_named(locales: Path, old: str, new: str, said: str) -> None:
    altered(locales, old, new)
    done = run(locales, "--check")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert said in done.stderr, done.stderr
    assert said.split(" (and")[0] in run(locales, "--missing").stdout


def test_a_translation_changed_after_it_was_compiled_is_noticed(locales: Path) -> None:
    run(locales)
    altered(locales, "Cadwyd", "Wedi cadw")
    assert "rrsa.mo: not made from its .po" in run(locales, "--check").stderr


def test_a_new_text_is_asked_for_and_an_old_one_is_kept_at_hand(locales: Path) -> None:
    pot = locales / "rrsa.pot"
    pot.write_text(POT.replace("leave out --blank", "leave --blank out"), encoding="utf-8")
    assert "“leave --blank out” is not translated" in run(locales, "--check").stderr
    assert run(locales).stdout == "rrsa/locale/cy/LC_MESSAGES/rrsa.po: 4 of 5 texts\n"
    assert run(locales, "--missing").stdout.count("\n") == 1
    text = (locales / "cy" / "LC_MESSAGES" / "rrsa.po").read_text(encoding="utf-8")
    assert text.startswith(PO.partition("\n\n")[0])
    assert '#~ msgid "leave out --blank"\n#~ msgstr "hepgorwch --blank"' in text
    assert spoken(locales / "cy" / "LC_MESSAGES").gettext("leave --blank out") == "leave --blank out"
    run(locales)
    assert (locales / "cy" / "LC_MESSAGES" / "rrsa.po").read_text(encoding="utf-8") == text
    pot.write_text(POT, encoding="utf-8")
    assert run(locales).stdout == "rrsa/locale/cy/LC_MESSAGES/rrsa.po: 5 of 5 texts\n"
    assert spoken(locales / "cy" / "LC_MESSAGES").gettext("leave out --blank") == "hepgorwch --blank"


def test_a_language_is_begun_with_its_own_plurals(locales: Path) -> None:
    done = run(locales, "--add", "pl")
    assert (done.returncode, done.stderr) == (0, "")
    assert "rrsa/locale/pl/LC_MESSAGES/rrsa.po: 0 of 5 texts" in done.stdout
    text = (locales / "pl" / "LC_MESSAGES" / "rrsa.po").read_text(encoding="utf-8")
    assert "nplurals=3" in text and "msgstr[2]" in text
    assert "is there already" in run(locales, "--add", "pl").stderr
    assert "no language code" in run(locales, "--add", "gibberish").stderr
    assert not (locales / "gibberish").exists()


# -- the program speaks it ---------------------------------------------------------------------------

Rrsa = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def rrsa(tmp_path: Path) -> Rrsa:
    """The program in a language, with a home of its own."""

    def run(*arguments: str, language: str = "gd", code: str = "") -> subprocess.CompletedProcess[str]:
        begin = ["-c", code] if code else ["-m", "rrsa", *arguments]
        return subprocess.run(
            [sys.executable, "-W", "error::UserWarning", *begin],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={
                **os.environ,
                "RRSA_LANGUAGE": language,
                "RRSA_HOME": str(tmp_path / "home"),
                "PYTHONIOENCODING": "utf-8",
                "COLUMNS": "80",
            },
            timeout=120,
            check=False,
        )

    return run


def test_the_first_page_is_in_gaelic_and_fits(rrsa: Rrsa) -> None:
    done = rrsa("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Cleachdadh: rrsa ")
    assert "\nCoimhead air ais:\n" in done.stdout
    assert "Gun cheangal ri UNICEF" in done.stdout
    for kept in ("--database", "--read-only", "evidence", "RRSA_DATABASE"):
        assert kept in done.stdout
    assert [line for line in done.stdout.splitlines() if len(line) > 80] == []


def test_an_error_is_in_gaelic_behind_the_word_that_programs_look_for(rrsa: Rrsa) -> None:
    done = rrsa("sttus")
    english = rrsa("sttus", language="en_GB")
    assert done.returncode == english.returncode != 0
    assert done.stderr.startswith("error: chan eil àithne ")
    assert english.stderr.startswith("error: there is no command ")


def test_words_of_the_command_line_stay_as_they_are(rrsa: Rrsa) -> None:
    made = rrsa("demo", "--create-only")
    assert (made.returncode, made.stdout) == (0, "corranbeath\n")
    assert made.stderr.startswith("Tha an eisimpleir ann an ")
    demo = ("--database", made.stderr.strip().removeprefix("Tha an eisimpleir ann an "))
    help_page = rrsa("evidence", "add", "--help").stdout
    for words in ("[children|observation|records|adults]", "[works|mixed|not-yet]", "Dè th' ann"):
        assert words in help_page
    for answer, label in (("yes", "Tha"), ("partly", "Gu ìre"), ("not-yet", "Chan eil fhathast")):
        done = rrsa("look", "corranbeath", "4.1", answer, *demo)
        assert done.returncode == 0, done.stderr
        assert f"Comharra 4.1: {label}." in done.stdout + done.stderr
    refused = rrsa("look", "corranbeath", "4.1", "tha", *demo)
    assert refused.returncode != 0 and "yes" in refused.stderr


def test_a_workbook_is_written_in_gaelic(rrsa: Rrsa, tmp_path: Path) -> None:
    """Excel bears 31 characters for a sheet's name, 32 for a hint's title and 255 for a hint."""
    from openpyxl import load_workbook

    made = rrsa("demo", "--create-only")
    demo = ("--database", made.stderr.strip().removeprefix("Tha an eisimpleir ann an "))
    for copy, sheet in (("assessor", "Geàrr-chunntas"), ("working", "Sùil luath")):
        file = tmp_path / f"{copy}.xlsx"
        done = rrsa("export", "corranbeath", "--copy", copy, "-o", str(file), *demo)
        assert done.returncode == 0, done.stderr
        book = load_workbook(file)
        assert sheet in book.sheetnames and "Fianais" in book.sheetnames
        assert not {"Evidence", "Outcomes", "Cover", "Start here"} & set(book.sheetnames)
        hints = [rule for page in book for rule in page.data_validations.dataValidation]
        assert all(len(rule.prompt or "") <= 255 and len(rule.promptTitle or "") <= 32 for rule in hints)
        if copy == "working":
            assert any((rule.prompt or "").startswith("Dreuchd, mar ") for rule in hints)


def test_a_day_that_is_shown_can_be_typed_back(rrsa: Rrsa) -> None:
    """The forms fill a day in as it is shown, and read it again when they are saved."""
    done = rrsa(
        code="from datetime import date\n"
        "from rrsa.portfolio.checks import parse_day, show_day\n"
        "days = [date(2026, month, 3) for month in range(1, 13)]\n"
        "print([parse_day(show_day(day), today=date(2026, 12, 31)) for day in days] == days)"
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_a_draft_says_that_it_is_one(rrsa: Rrsa) -> None:
    program = "from rrsa import i18n\nprint(i18n.note())"
    assert rrsa(code=program).stdout.startswith("Dreach: ")
    assert rrsa(code=program, language="en_GB").stdout == "\n"


def test_a_region_of_a_language_is_that_language_and_an_unknown_one_is_english(rrsa: Rrsa) -> None:
    assert rrsa("--help", language="gd_GB").stdout.startswith("Cleachdadh:")
    assert rrsa("--help", language="tlh").stdout == rrsa("--help", language="en_GB").stdout
    assert rrsa("--help", language="tlh").stdout.startswith("Usage: rrsa ")
