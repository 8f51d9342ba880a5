"""One good question of each kind in three languages; the texts stand in ``documents/<kind>.yaml``."""

from pathlib import Path

import yaml

from lms.questions.documents import Question, question_from
from lms.questions.kinds import KINDS


def sample(kind: str) -> Question:
    """The question, read anew."""
    return question_from(raw(kind))


def raw(kind: str) -> dict:
    """The document as builtins, to be changed at will."""
    return yaml.safe_load((Path(__file__).parent / "documents" / f"{kind}.yaml").read_text(encoding="utf-8"))


SAMPLES: dict[str, Question] = {kind: sample(kind) for kind in KINDS}
