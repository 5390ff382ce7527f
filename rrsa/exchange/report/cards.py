"""Question cards and reply cards to print and cut out, with a page for the adult who asks.

Nothing of a setting is on them: they are the framework's questions and nobody's answers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrsa.exchange.report import faces
from rrsa.exchange.report.place import BLANK, HTML, SEAL, check_paper, sealed
from rrsa.exchange.target import write_whole
from rrsa.exchange.text import readable
from rrsa.guide import asking
from rrsa.guide.voice_pictures import face, picture
from rrsa.guide.voice_pictures import faces as drawn_faces
from rrsa.i18n import _
from rrsa.paths import expanded

if TYPE_CHECKING:
    from rrsa.framework.model import Framework
    from rrsa.framework.voices import QuestionSet

_HERE = Path(__file__).resolve().parent


def write_cards(framework: Framework, questions: QuestionSet, path: Path) -> Path:
    """Writes the cards of a set to ``path``, a ``.html`` or ``.docx`` file, whole or not at all.

    Raises :class:`~rrsa.errors.BadInput` for a path that will not do or a file that is not ours to replace,
    and :class:`~rrsa.errors.EnvironmentFailed` where the machine is in the way.
    """
    path = expanded(Path(path))
    ending = check_paper(path)
    made = page(framework, questions) if ending == HTML else document(framework, questions)
    check_paper(path)  # somebody may have put a file there meanwhile
    write_whole(path, made)
    return path


def _adult(framework: Framework, questions: QuestionSet) -> tuple[tuple[str, str], ...]:
    """What the adult reads first: heads and texts."""
    return (
        (_("How it goes best"), questions.about),
        (_("Before you ask"), asking.before_you_ask()),
        (_("If a child says that they are not safe"), asking.if_not_safe()),
        (_("Read aloud at the beginning"), questions.intro),
        (_("Say at the end"), asking.whom_to_tell(framework)),
    )


def _counting() -> str:
    return _(
        "Count the cards of each question and write the numbers down here. Fewer than five people: write no "
        "numbers, only a sentence that they have agreed. Then shred the cards."
    )


def page(framework: Framework, questions: QuestionSet) -> bytes:
    """The cards as a page of HTML, A4, with lines to cut along."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(_HERE),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: readable(value) if type(value) is str else value,
    )
    answers = tuple(zip(map(Markup, faces.of(questions.answers)), questions.words, strict=True))
    made = environment.get_template("cards.html.jinja").render(
        language=framework.language,
        title=questions.title,
        eyebrow=_("Question cards"),
        adult=_adult(framework, questions),
        aloud=_("The questions, to read aloud"),
        questions=[(q.ask, q.aloud, "\n".join(picture(q.picture))) for q in questions.questions],
        answers=answers,
        ids=[f"{n}. {q.id}" for n, q in enumerate(questions.questions, start=1)],
        numbers=range(1, len(questions.questions) + 1),
        counting=_counting(),
        question_head=_("Question"),
        silent=_("Did not say"),
        question_cards=_("Question cards, to cut out"),
        reply_cards=_("Reply cards, to cut out"),
        reply_slips=_("Reply slips, one for each person"),
        skip=_("I’d rather not say"),
        css=Markup((_HERE / "cards.css").read_text(encoding="utf-8")),
        seal=SEAL,
        blank=BLANK,
    )
    return sealed(made)


def document(framework: Framework, questions: QuestionSet) -> bytes:
    """The cards as a Word document; faces are drawn with characters there, so that they can be edited."""
    from docx import Document

    from rrsa.exchange.report import word_style as style
    from rrsa.exchange.report.paper import Paper

    about = Paper(
        eyebrow=_("Question cards"),
        title=questions.title,
        day="",
        language=framework.language,
        blocks=(),
        foot=(),
        tight=True,
    )
    made: Any = Document()
    style.set_up(made, about)
    made.add_paragraph(about.eyebrow, style=style.EYEBROW)
    made.add_paragraph(readable(about.title), style="Title")
    for head, text in _adult(framework, questions):
        made.add_paragraph(head, style="Heading 1")
        made.add_paragraph(readable(text))
    made.add_paragraph(_("The questions, to read aloud"), style="Heading 1")
    for number, question in enumerate(questions.questions, start=1):
        line = made.add_paragraph(f"{number}. {question.id}: ")
        line.add_run(readable(question.ask)).bold = True
        line.add_run(" " + readable(question.aloud))
    made.add_paragraph(_counting())
    cards = [("\n".join(picture(q.picture)), q.ask) for q in questions.questions]
    _cut_out(made, cards, _("Question cards, to cut out"))
    replies = [
        ("\n".join(rows), word)
        for rows, word in zip(drawn_faces(questions.answers), questions.words, strict=True)
    ]
    replies.append(("\n".join(face("no")), _("I’d rather not say")))
    _cut_out(made, replies, _("Reply cards, to cut out"))
    written: bytes = style.whole(made, about)
    return written


def _cut_out(document: Any, cards: list[tuple[str, str]], head: str) -> None:
    """Cards two beside each other, in a table whose lines are cut along."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    heading = document.add_paragraph(head, style="Heading 1")
    heading.paragraph_format.page_break_before = True
    table = document.add_table(rows=(len(cards) + 1) // 2, cols=2)
    table.style = "Table Grid"
    for place, (drawing, words) in enumerate(cards):
        row = table.rows[place // 2]
        row.height, row.height_rule = Mm(46), WD_ROW_HEIGHT_RULE.AT_LEAST
        cell = row.cells[place % 2]
        drawn = cell.paragraphs[0]
        drawn.alignment = WD_ALIGN_PARAGRAPH.CENTER
        # Word leaves spaces at the end of a centred line out of account, unless they do not break.
        run = drawn.add_run(drawing.replace(" ", "\u00a0"))
        run.font.name, run.font.size, run.bold = "Courier New", Pt(12), True
        said = cell.add_paragraph()
        said.alignment = WD_ALIGN_PARAGRAPH.CENTER
        text = said.add_run(readable(words))
        text.font.size, text.bold = Pt(18), True
