"""What a question was: every version that an edition was published with, the draft's, and where it is used."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from lms.authoring import queries, question_queries
from lms.authoring.desks import Desk
from lms.authoring.differences import changes
from lms.authoring.editors import editor_of
from lms.authoring.places import place_in_words
from lms.authoring.policies import AuthoringPermission
from lms.authoring.question_queries import Version
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.shared import page
from lms.core.i18n import _
from lms.core.policy import requires
from lms.questions.documents import Question, hash_of, question_from_json
from lms.questions.origins import owner_of


@dataclass(frozen=True)
class Difference:
    """A place in words, and the texts that stood and stand there; empty where it is no text."""

    place: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """A version as the page shows it. ``version`` is None for the draft, ``differences`` for a first version."""

    version: Version | None
    editions: list[str]
    differences: list[Difference] | None
    #: What differs would tell the key of a test that this reader has still to pass.
    is_closed: bool = False


@bp.get("/modules/<slug>/questions/<key>/versions")
@requires(AuthoringPermission.EDIT, on=queries.desk_of)
def show_question_versions(desk: Desk, key: str) -> ResponseReturnValue:
    editor = editor_of(desk.document, "questions", key)
    question = desk.document.questions_by_key[key]
    owner = owner_of(desk.slug, question)
    versions = question_queries.published_versions(owner)
    told = [*_published(desk, versions), *_draft(desk, question, versions)]
    uses = question_queries.everywhere(owner)
    return page("question_versions", desk, editor=editor, question=question, owner=owner, told=told[::-1], uses=uses)


def _published(desk: Desk, versions: list[Version]) -> list[Told]:
    """Each beside the one before it in the same module; what only another module's readers may see stays unsaid."""
    open_to_me = {desk.slug, *(module.slug for module in question_queries.modules_to_read(me()))}
    last: dict[str, Question] = {}
    told = []
    for version in versions:
        question, before = question_from_json(version.document), last.get(version.slug)
        names = [_("%(code)s, edition %(number)s", code=code, number=number) for _slug, code, number in version.held]
        is_closed = version.slug not in open_to_me
        told.append(Told(version, names, None if is_closed else _differences(before, question), is_closed))
        last |= {slug: question for slug, _code, _number in version.held}
    return told


def _draft(desk: Desk, question: Question, versions: list[Version]) -> list[Told]:
    """The draft's version, if no edition of this module was published with it last."""
    own = [version for version in versions if any(slug == desk.slug for slug, _code, _number in version.held)]
    if own and own[-1].document_hash == hash_of(question):
        return []
    before = question_from_json(own[-1].document) if own else None
    return [Told(None, [], _differences(before, question))]


def _differences(before: Question | None, after: Question) -> list[Difference] | None:
    if before is None:
        return None
    return [Difference(place_in_words(one.place), one.before, one.after) for one in changes(before, after)]
