"""The samples are questions that could be asked."""

import pytest

from lms.authoring.packs.checks.known import PLAIN
from lms.authoring.packs.checks.words import word_problems
from lms.core.i18n import LANGUAGES
from lms.questions.documents import canonical, hash_of, question_from
from lms.questions.kinds import KINDS, kind_of
from tests.questions.samples import SAMPLES, raw


@pytest.mark.parametrize("code", KINDS)
def test_a_sample_is_without_problems_in_three_languages(app, code):
    question = SAMPLES[code]

    assert (question.kind, kind_of(question).problems(question)) == (code, [])
    with app.test_request_context():
        assert word_problems(raw(code), PLAIN) == []
    assert set(question.stem) == set(LANGUAGES)
    assert all(source.startswith("iccpr art. ") for source in question.all_sources)


@pytest.mark.parametrize("code", KINDS)
def test_a_sample_comes_back_from_its_json(code):
    import msgspec  # noqa: PLC0415

    again = question_from(msgspec.json.decode(canonical(SAMPLES[code])))

    assert again == SAMPLES[code]
    assert hash_of(again) == hash_of(SAMPLES[code])
