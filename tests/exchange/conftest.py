import pytest


@pytest.fixture(autouse=True)
def speaking_english(app):
    """Readers say what they could not hold in the language of whoever asks."""
    from lms.core.i18n import speaking  # noqa: PLC0415  (needs the app)

    with app.app_context(), speaking("en"):
        yield
