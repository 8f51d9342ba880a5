"""The commands: the real content is without errors, loads, loads again, and goes out and comes in unchanged."""

import shutil

import pytest
from sqlalchemy import func, select

from lms.authoring.site_check import check_site, unknown_values
from lms.catalogue.models import Edition, EditionProfession, EditionQuestion, EditionText
from lms.catalogue.queries import document_of, module_by_slug
from lms.questions.documents import hash_of
from lms.questions.models import QuestionVersion
from tests.support.shipped import SHIPPED


@pytest.fixture
def run(app, session):
    return lambda *words: app.test_cli_runner().invoke(args=["content", *map(str, words)])


def test_the_content_has_no_errors(run):
    result = run("check")

    assert result.exit_code == 0, result.output


def test_a_real_installation_is_told_what_is_not_known(run, app):
    lines = (app.config["CONTENT"] / "site.yaml").read_text(encoding="utf-8").split("\n")

    result = run("check", "--production")

    assert result.exit_code == 1
    assert f"site.yaml:{lines.index('issuer: null') + 1}: error: issuer is not known yet." in result.output
    assert f"site.yaml:{lines.index('  number: null') + 1}: error: project.number is not known yet." in result.output


def test_a_line_that_was_taken_out_says_that_there_is_none(app, tmp_path):
    lines = (app.config["CONTENT"] / "site.yaml").read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if line not in ("partners: []", "emblem: null", "issuer: null")]
    (tmp_path / "site.yaml").write_text("\n".join(kept), encoding="utf-8")

    asked = {problem.text for problem in unknown_values(tmp_path)}

    assert not asked & {"partners is not known yet.", "emblem is not known yet."}
    assert {"issuer is not known yet.", "disclaimer is not known yet."} <= asked


def test_loading_the_content_twice_changes_nothing(run, session):
    first = run("load")
    rows = session.scalar(select(func.count()).select_from(Edition))

    second = run("load")

    assert first.exit_code == 0, first.output
    assert (second.exit_code, second.stdout) == (0, "Nothing to do.\n")
    assert session.scalar(select(func.count()).select_from(Edition)) == rows


def test_long_work_says_what_it_is_at_beside_its_answer(run):
    result = run("load")

    at_work = ["the site data", *SHIPPED]
    assert {"expression-online", "foundations"} <= set(at_work)
    assert [line for line in result.stderr.splitlines() if line.endswith(" …")] == [
        f"{work} {what} …" for work in ("Reading", "Loading") for what in at_work
    ]
    assert "…" not in result.stdout


def test_an_exported_package_loads_again_and_gives_the_same_hash(run, app, tmp_path):
    run("load")
    before = hash_of(document_of(module_by_slug("foundations").current_edition_id))

    exported = run("export", "foundations", "--output", tmp_path / "f.zip")
    loaded = run("load", tmp_path / "f.zip")

    assert exported.exit_code == 0, exported.output
    assert loaded.stdout == "Nothing to do.\n"
    assert hash_of(document_of(module_by_slug("foundations").current_edition_id)) == before


def test_one_broken_package_keeps_everything_out(run, app, session, tmp_path):
    for slug in ("foundations", "expression-online"):
        shutil.copytree(app.config["CONTENT"] / slug, tmp_path / slug)
    (tmp_path / "foundations" / "questions" / "q01-first-sentence.yaml").write_text("key: q01-first-sentence\n")

    result = run("load", tmp_path)

    assert result.exit_code == 1
    assert "foundations/questions/q01-first-sentence.yaml:1: error: “stem” is missing." in result.output
    assert "Nothing was loaded" in result.output
    assert session.scalar(select(func.count()).select_from(Edition)) == 0


def test_what_is_derived_from_editions_is_rebuilt_identically(run, session):
    tables = [EditionText.__table__, EditionProfession.__table__, EditionQuestion.__table__]
    run("load")
    before = [sorted(map(repr, session.execute(table.select()))) for table in tables]
    versions = session.scalar(select(func.count()).select_from(QuestionVersion))
    for table in tables:
        session.execute(table.delete())
    session.commit()

    result = run("rebuild")

    assert result.output == f"Derived anew: {len(SHIPPED)} editions.\n"
    assert [sorted(map(repr, session.execute(table.select()))) for table in tables] == before
    assert all(before)
    assert session.scalar(select(func.count()).select_from(QuestionVersion)) == versions


def test_an_unknown_module_cannot_be_exported(run, tmp_path):
    result = run("export", "absent", "--output", tmp_path / "x.zip")

    assert result.exit_code == 1
    assert "There is no module absent." in result.output


def test_a_package_is_not_written_into_a_folder_that_there_is_not(run, tmp_path):
    run("load")

    result = run("export", "foundations", "--output", tmp_path / "nowhere" / "x.zip")

    assert result.exit_code == 1
    assert f"There is no folder {tmp_path / 'nowhere'}." in result.output


def test_site_data_with_a_wrong_reference_are_named_with_their_line(app, tmp_path):
    content = tmp_path / "content"
    shutil.copytree(app.config["CONTENT"], content, ignore=shutil.ignore_patterns(*SHIPPED))
    path = content / "institutions.yaml"
    path.write_text(path.read_text().replace("type: court", "type: palace", 1))
    (content / "site" / "help.ky.md").unlink()
    line = path.read_text().split("\n").index("  type: palace") + 1

    with app.app_context():
        found = [str(problem) for problem in check_site(content).sorted()]

    assert f"institutions.yaml:{line}: error: “palace” is not known." in found
    assert "site/help.ky.md:1: error: The file is missing or not UTF-8." in found
    assert "data_controller is not known yet." in [problem.text for problem in unknown_values(content)]


def test_lessons_are_brought_into_their_one_spelling(run, app, tmp_path):
    package = tmp_path / "foundations"
    shutil.copytree(app.config["CONTENT"] / "foundations", package)
    lesson = package / "lessons" / "01-words-matter.en.md"
    before = lesson.read_text()
    lesson.write_text(before.replace("**", "__").replace("\n\n## ", "\n\n\n## ") + "\n")

    assert f"{lesson}:1: warning: The text is not in its one spelling" in run("check", package).output
    assert run("format", package).stdout == f"{lesson}\n"
    assert lesson.read_text() == before
    assert "warning: The text is not in" not in run("check", package).output
