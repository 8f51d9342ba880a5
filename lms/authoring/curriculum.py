"""What the curriculum asks of its own modules beyond what every module must have: advice of ``content check``.

Modules of others need none of it, so the studio does not speak of it. In English, as commands are.
"""

import re
from collections import Counter
from collections.abc import Iterator

from lms.authoring.content_table import diagrams_in
from lms.authoring.packs.signing import Papers
from lms.catalogue.documents import FACILITATOR, JOB_AID, ModuleDocument

DIAGRAMS, QUESTIONS, KINDS = 2, 30, 4
LESSONS, MINUTES = range(4, 7), range(60, 121)
#: Of each difficulty one question in so many; on each objective so many questions.
SHARE, ON_OBJECTIVE = 10, 2
#: How lessons ask for what nobody else reads.
PRIVATE = re.compile(r"\b(?:private reflection|for yourself|is private)\b", re.IGNORECASE)


def curriculum_advice(document: ModuleDocument, papers: Papers) -> Iterator[str]:
    """What a module does not have yet, each in one sentence."""
    for wanting in (*_parts(document), *_bank(document), *_papers(papers)):
        yield f"The curriculum asks for {wanting}."


def _parts(document: ModuleDocument) -> Iterator[str]:
    diagrams = len(diagrams_in(document, document.source_language))
    if diagrams < DIAGRAMS:
        yield f"at least {DIAGRAMS} diagrams; the module shows {diagrams}"
    if len(document.lessons) not in LESSONS:
        yield f"{LESSONS[0]} to {LESSONS[-1]} lessons; the module has {len(document.lessons)}"
    if document.minutes not in MINUTES:
        yield f"{MINUTES[0]} to {MINUTES[-1]} minutes; the module takes {document.minutes}"
    for key, called in ((JOB_AID, "a job aid"), (FACILITATOR, "a facilitator pack")):
        if key not in document.handouts_by_key:
            yield f"{called} ({key}.<lang>.md)"
    if document.scenario is None:
        yield "a branching scenario"
    if not any(PRIVATE.search(lesson.texts["en"].body) for lesson in document.lessons if "en" in lesson.texts):
        yield "a private reflection that is said to be private (“For yourself”)"


def _bank(document: ModuleDocument) -> Iterator[str]:
    questions = document.questions
    if len(questions) < QUESTIONS:
        yield f"at least {QUESTIONS} questions; the bank has {len(questions)}"
    kinds = {question.kind for question in questions}
    if len(kinds) < KINDS:
        yield f"at least {KINDS} kinds of questions; the bank has {len(kinds)}"
    levels, served = (Counter(getattr(one, name) for one in questions) for name in ("difficulty", "objective"))
    for level in (1, 2, 3):
        if levels[level] * SHARE < len(questions):
            yield f"one question in {SHARE} of difficulty {level}; of {len(questions)} there are {levels[level]}"
    for objective in document.objectives:
        if served[objective.key] < ON_OBJECTIVE:
            yield f"{ON_OBJECTIVE} questions on objective {objective.key}; there are {served[objective.key]}"


def _papers(papers: Papers) -> Iterator[str]:
    for text, name in ((papers.findings, "findings.md"), (papers.open_questions, "open-questions.md")):
        if not text.strip():
            yield f"{name}, which says what is doubtful"
