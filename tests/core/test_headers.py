"""Headers of every answer, also of files, errors and redirects."""

import pytest

from lms.core import headers

PATHS = ["/", "/en/", "/en/modules", "/nowhere", "/en/nowhere", "/verify", "/healthz", "/en/my-learning"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_protects_its_reader(app, session, path):
    response = app.test_client().get(path)

    assert {name: response.headers.get(name) for name in headers.FIXED} == headers.FIXED
    assert response.headers["Cache-Control"]
    assert "Cookie" in response.headers["Vary"]


def test_built_files_carry_the_same(app):
    folder = app.config["BUILD"] / "static"
    names = [path.relative_to(folder) for path in folder.rglob("*") if path.suffix in {".js", ".css", ".png"}]
    assert names, "the files are built when the tests are set up"

    for name in names:
        answer = app.test_client().get(f"/static/{name}")
        assert {name: answer.headers.get(name) for name in headers.FIXED} == headers.FIXED
        answer.close()


def test_the_policy_allows_no_inline_and_no_other_host():
    assert "unsafe" not in headers.POLICY
    assert "http" not in headers.POLICY
    assert "frame-ancestors 'none'" in headers.POLICY


def test_an_unknown_method_is_refused(app, session):
    assert app.test_client().open("/en/", method="DELETE").status_code in (400, 405)


def test_a_post_without_token_changes_nothing(app, session):
    response = app.test_client().post("/en/sign-in", data={"login": "x", "password": "y"})

    assert response.status_code in (400, 403, 422)
