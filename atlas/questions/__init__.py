"""Questions for a class, made from the record and proved by it: facts and a seed in, the same set out for everybody.

`ask(history, tables, scope, seed=…, number=…)` gives questions at three levels. What the record cannot prove to have
exactly one right answer is not asked: `atlas.questions.record` says what counts as proved.
"""

from atlas.questions.model import Question, Scope, scope_of
from atlas.questions.sets import KINDS, ask

__all__ = ["KINDS", "Question", "Scope", "ask", "scope_of"]
