"""The language in which every marked text stands in brackets."""

import flask_babel
import pytest

from lms.core import i18n
from tests.support.pseudo import Pseudo


@pytest.fixture
def pseudo(monkeypatch):
    monkeypatch.setattr(flask_babel.Domain, "get_translations", lambda domain: Pseudo())
    monkeypatch.setattr(i18n, "catalogue", lambda folder, code: Pseudo())
    # The typefaces of papers have no such brackets.
    monkeypatch.setattr("lms.certificates.paper.render_pdf", lambda *facts, **more: b"%PDF-")
