"""Settings to write papers about, and papers as those who get them see them."""

from __future__ import annotations

import html.parser
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import docx
import pytest

from rrsa import clock
from rrsa.evaluation import Evaluation
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.writing import write_report
from rrsa.framework.catalogue import find
from rrsa.samples import load_sample
from rrsa.setup import create_setting
from rrsa.store import open_store

SAID = "We like it when you write our idea on the board."
SAID_TWO = "Tell us what happened to it, even if it is a no."
QUESTION = "What helps you to say what you think in class?"
TOLD = "We mended the light by the far toilets."
COMING = "We ask P2 about mornings with faces and pictures."
WISHED = "A swimming pool behind the gym hall"
WHY_NOT = "It costs more than the school has in ten years."
SECRET = "A film of a child at the gate"
SECRET_SAID = "The sentence that must not leave"


@contextmanager
def opened(folder: Path, sample: str | None, *, full: bool = False) -> Iterator[Evaluation]:
    """A setting of its own: the sample named, or a new school with nothing in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(folder / "home"))
        with open_store(folder / "papers.db") as store:
            if sample is None:
                made = create_setting(
                    store, "Glen Mhor School", find("rights-respecting-school"), author="Lead"
                )
            else:
                made = load_sample(store, sample)
            evaluation = Evaluation.open(store, made, author="Lead")
            if full:
                fill(evaluation)
            yield evaluation


def fill(evaluation: Evaluation) -> None:
    """What the papers can show, each at least once."""
    ago = lambda days: (clock.today() - timedelta(days=days)).isoformat()  # noqa: E731
    child = {"perspective": "children", "consent": "given", "date": ago(20)}
    talk = {
        **child,
        "title": "Talk in P5",
        "question": QUESTION,
        "said": SAID,
        "people": 22,
        "showcase": True,
    }
    evaluation.add_evidence({**talk, "note": "Adults wrote this about it."}, ["1"])
    evaluation.add_evidence({**child, "title": "Talk in P7", "said": SAID_TWO, "people": 3}, ["8"])
    secret = {
        **child,
        "title": SECRET,
        "said": SECRET_SAID,
        "consent": "refused",
        "question": "Secret question",
    }
    evaluation.add_evidence(secret, ["1"])
    mended = evaluation.add_action("4", {"what": "Far toilets: mend the light", "for_children": TOLD})
    evaluation.finish_action(mended, on=ago(10), difference="It is light there now.")
    wished = evaluation.add_action("5", {"what": WISHED, "who": "Head teacher"})
    evaluation.give_up_action(wished, WHY_NOT)
    evaluation.add_action("5", {"what": "Ask P2 again", "for_children": COMING})
    people = {
        "counts": "people",
        "better": "more",
        "baseline": 71,
        "baseline_n": 164,
        "baseline_on": ago(300),
    }
    heard = evaluation.add_measure("8", {"title": "Children who hear back", **people})
    evaluation.add_reading(heard, {"date": ago(100), "count": 101, "n": 161})
    evaluation.add_reading(heard, {"date": ago(9), "count": 158, "n": 160})
    events = {
        "counts": "events",
        "better": "fewer",
        "baseline": 21,
        "baseline_n": 190,
        "baseline_on": ago(300),
    }
    quarrels = evaluation.add_measure("3", {"title": "Quarrels adults stepped into", **events})
    evaluation.add_reading(quarrels, {"date": ago(30), "count": 12, "n": 190})


def paper(
    evaluation: Evaluation, path: Path, audience: Audience, *, stage: str | None = None, outcome: str = "4"
) -> Path:
    """A paper at ``path``; the any-day page is about ``outcome``."""
    chosen = outcome if audience is Audience.ANY_DAY else None
    write_report(evaluation, path, audience=audience, stage=stage, outcome=chosen)
    return path


class _Reader(html.parser.HTMLParser):
    """The words that can be read on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def text(path: Path) -> str:
    """What can be read in a paper, in whichever format, with single spaces."""
    if path.suffix == ".html":
        reader = _Reader()
        reader.feed(path.read_text("utf-8"))
        return " ".join(" ".join(reader.words).split())
    body = docx.Document(str(path)).element.body
    parts = [node.text or "" for node in body.iter("{*}t")]
    return " ".join(" ".join(parts).split())


def raw(path: Path) -> bytes:
    """All bytes of a paper, unpacked."""
    if path.suffix == ".html":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def tags(path: Path, name: str) -> list[str]:
    """The opening tags of one kind on a page."""
    return re.findall(rf"<{name}\b[^>]*>", path.read_text("utf-8"))
