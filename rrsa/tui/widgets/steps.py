"""What could come next for an outcome: each step can be taken at once, or put into the plan."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from rrsa.evaluation import Evaluation
from rrsa.i18n import _
from rrsa.scoring import words
from rrsa.scoring.model import Step
from rrsa.tui.widgets.lists import KeyedList


class StepList(KeyedList):
    """A few next steps, the most useful first."""

    HELP = _(
        "What would help most for this outcome. Enter goes to where it is done; **s** puts it into the plan "
        "instead, with its words filled in for you to change."
    )
    steps: tuple[Step, ...] = ()

    @property
    def step(self) -> Step | None:
        """The step that is highlighted, or the first."""
        return self.steps[self.highlighted or 0] if self.steps else None

    def show(self, evaluation: Evaluation, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)
        framework, portfolio = evaluation.framework, evaluation.portfolio
        said = [words.step_sentence(framework, portfolio, step) for step in self.steps]
        self.refill(
            [
                Option(Content.assemble(("→ ", "$primary"), text), id=f"step-{n}")
                for n, text in enumerate(said)
            ]
        )
