"""One setting's evaluation, opened: look at it, record in it, take things back.

Screens and commands both work through this class, so neither grows its own copy of a rule. What is read
(``framework``, ``portfolio``, ``assessment``) is immutable and swapped whole after each commit, so a
screen may read it while the writer thread records. Recording methods are for one thread at a time.
"""

from rrsa.evaluation.asking import Asking
from rrsa.evaluation.evidence import EvidenceRecording
from rrsa.evaluation.measures import Measures
from rrsa.evaluation.moving import Moving
from rrsa.evaluation.plan import Plan
from rrsa.evaluation.reviews import Reviews
from rrsa.evaluation.views import Views


class Evaluation(Views, EvidenceRecording, Plan, Measures, Asking, Moving, Reviews):
    """A setting's evaluation: how are we doing, how do we know, what now, what difference has it made."""
