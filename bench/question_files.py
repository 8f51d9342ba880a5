"""Five thousand questions in one GIFT file: read, laid beside a bank, brought into a draft; and the same file again."""

import time

from sqlalchemy import select

from bench.figures import Figure
from bench.world import world
from lms.authoring import incoming
from lms.authoring.services import drafts
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft, TrainingModule
from lms.core import clock
from lms.core.extensions import db
from lms.core.transactions import commit
from lms.exchange import gift

TITLE = "Question files"
QUESTIONS, SECONDS = 5000, 5
SLUG = "foundations"
#: One of each kind that people write most, in two languages, with reasons and tags.
PATTERNS = """\
// [id:n{0}] [tag:law] [tag:objective:o1]
::Question {0}::{mlang ky}Сот {0}-ишти кантип чечет?{mlang}{mlang en}How is case {0} decided?{mlang} {
=By the law#The law binds [sources\\: iccpr art. 14]
~By lot#Never
~By the loudest#No court does
~Not at all#A court decides
####Said to everybody}

// [id:n{0}]
::Question {0}::[html]<p>Which of {0} are <b>weighed</b>?</p> {
~%50%Context#Yes
~%50%Intent#Yes
~%-50%Length#No
}

// [id:n{0}]
::Question {0}::How many of {0}? {#
=%100%{0}:0.5#Right
=%50%{0}:2#Nearly
~#No}

// [id:n{0}]
::Question {0}::A court gives reasons, {0}. {TRUE#It does#Right}

// [id:n{0}]
::Question {0}::The {~clerk#No =judge#Yes ~witness#No} decides case {0}.
"""


def measure():
    patterns = PATTERNS.strip().split("\n\n")
    content = "\n\n".join(patterns[i % len(patterns)].replace("{0}", str(i)) for i in range(QUESTIONS)).encode()
    with world() as here, here.app.app_context():
        read, whole, count = bring_in(content)
        _read, again, nothing = bring_in(content)
    note = f"{read:.1f} s of it to read {len(content) / 1_000_000:.1f} MB"
    return [
        Figure("questions brought in by one GIFT file", count, QUESTIONS, at_least=True),
        Figure("to read it and bring it into a draft", round(whole, 1), SECONDS, " s", note),
        Figure("the same file again", round(again, 1), SECONDS, " s", f"newly brought in: {nothing}"),
    ]


def bring_in(content):
    """Seconds to read, the same altogether, and how many questions were new."""
    started = time.monotonic()
    reading = gift.read(content, language="en")
    read = time.monotonic() - started
    draft = db.session.scalars(select(Draft).join(TrainingModule).where(TrainingModule.slug == SLUG)).one()
    document = module_from_json(draft.document)
    planned = incoming.plan(document, reading)
    after = incoming.with_incoming(document, planned, replace=False)
    drafts.save(draft, after, by=None, what="questions:gift", at=clock.now())
    commit()
    return read, time.monotonic() - started, incoming.counted(planned)["new"]
