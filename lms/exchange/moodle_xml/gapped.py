"""Where a question with gaps is asked, and where its gaps stand."""

from dataclasses import replace

from lms.exchange.gap_texts import passage_of, stem_and_rest
from lms.exchange.moodle_xml.source import Source
from lms.exchange.moodle_xml.texts import Asked
from lms.exchange.shared import no_words


def with_gaps(asked: Asked, source: Source, count: int) -> Asked:
    """Ours stand in a block of their own. In other files the paragraphs before the first gap ask, or else the title."""
    stem, passage = (asked.stem, asked.passage) if asked.passage else stem_and_rest(asked.stem)
    if not any(stem.values()):
        stem = {**no_words(), source.language: source.title}
    return replace(asked, stem=stem, passage=passage_of(passage, count, source.notes))
