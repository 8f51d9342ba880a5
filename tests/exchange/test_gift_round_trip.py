"""What GIFT can hold goes out and comes back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.exchange import gift
from tests.exchange import strategies as some
from tests.exchange.comparing import differences

KINDS = {
    "choices": some.choices(),
    "true-false": some.true_false(),
    "matching": some.matching(),
    "ordering": some.ordering(),
    "numeric": some.numeric(),
    "short-text": some.short_text(),
    "gap": some.one_gap(),
    "essay": some.essay(),
}


@pytest.mark.parametrize("kind", KINDS)
@some.quick(20)
@given(data=st.data())
def test_each_kind_comes_back_as_it_was(kind, app, data):
    with app.app_context():
        questions = data.draw(some.with_keys([KINDS[kind]], most=2))
        again = gift.read(gift.write(questions).content, language="en")

    assert differences(questions, again.questions) == []
