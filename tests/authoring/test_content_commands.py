"""The commands: the real content is without errors, loads, loads again, and goes out and comes in unchanged."""

import shutil

import pytest
from sqlalchemy import func, select

from lms.authoring.content_table import BEGIN, END, is_stale, table_of
from lms.authoring.packs import check_document, open_pack, read_unchecked, reading
from lms.authoring.packs.checks import known_from
from lms.authoring.site_check import check_site, unknown_values
from lms.catalogue.models import Edition, EditionProfession, EditionQuestion, EditionText
from lms.catalogue.queries import document_of, module_by_slug
from lms.core.i18n import LANGUAGES
from lms.questions.documents import hash_of
from lms.questions.models import QuestionVersion
from tests.authoring.documents import sound_document, with_handouts
from tests.support.shipped import SHIPPED

TWO = ("children-youth", "foundations")


@pytest.fixture
def run(app, session):
    return lambda *words: app.test_cli_runner().invoke(args=["content", *map(str, words)])


@pytest.fixture(scope="module")
def copied(app, tmp_path_factory):
    """The content with two of its modules, which do where it does not matter how many there are."""
    content = tmp_path_factory.mktemp("site") / "content"
    shutil.copytree(app.config["CONTENT"], content, ignore=shutil.ignore_patterns(*set(SHIPPED) - set(TWO)))
    return content


@pytest.fixture
def two(app, copied, monkeypatch):
    monkeypatch.setitem(app.config, "CONTENT", copied)
    return copied


def test_the_content_has_no_errors(run):
    result = run("check")

    assert result.exit_code == 0, result.output


def test_a_real_installation_is_told_what_is_not_known(run, two):
    lines = (two / "site.yaml").read_text(encoding="utf-8").split("\n")

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


def test_all_content_loads_says_what_it_is_at_and_is_not_checked_again(run, session, checked):
    first = run("load")
    rows = session.scalar(select(func.count()).select_from(Edition))
    at_work = ["the site data", *SHIPPED]

    assert first.exit_code == 0, first.output
    assert {"expression-online", "foundations"} <= set(at_work)
    assert [line for line in first.stderr.splitlines() if line.endswith(" …")] == [
        f"{work} {what} …" for work in ("Reading", "Loading") for what in at_work
    ]
    assert "…" not in first.stdout
    assert sorted(checked) == sorted(SHIPPED)

    checked.clear()
    second = run("load")
    assert (second.exit_code, second.stdout) == (0, "Nothing to do.\n")
    assert session.scalar(select(func.count()).select_from(Edition)) == rows
    assert checked == []


@pytest.fixture
def checked(monkeypatch):
    """Names of the modules that were looked at by the checks."""
    names = []

    def look(document, known):
        names.append(document.slug)
        return check_document(document, known)

    monkeypatch.setattr(reading, "check_document", look)
    return names


@pytest.mark.parametrize(("language", "word", "name"), [("ru", "решеня", "russian"), ("ky", "соттуун", "kyrgyz")])
def test_a_word_nobody_has_looked_at_is_an_error(run, app, copied, tmp_path, monkeypatch, language, word, name):
    content = tmp_path / "content"
    shutil.copytree(copied, content)
    monkeypatch.setitem(app.config, "CONTENT", content)
    lesson = content / "foundations" / "lessons" / f"01-words-matter.{language}.md"
    lesson.write_text(lesson.read_text().replace(". ", f". {word.capitalize()} ", 1))
    result = run("check")
    assert result.exit_code == 1
    assert f"foundations/module.yaml:1: error: 1 {name.capitalize()} words are new: {word}." in result.output
    assert run("words").exit_code == 0
    assert word in (content / f"{name}-known-words.txt").read_text().split()
    assert "words are new" not in run("check").output


def test_what_has_changed_is_checked(run, app, two, checked, tmp_path, monkeypatch):
    """A text, a paper beside it, a list of the site, or a package that was never loaded."""
    content = tmp_path / "content"
    shutil.copytree(two, content)
    monkeypatch.setitem(app.config, "CONTENT", content)
    assert run("load").exit_code == 0
    checked.clear()

    lesson = content / "foundations" / "lessons" / "01-words-matter.en.md"
    before = lesson.read_text()
    lesson.write_text(before + "\nWrite to aibek@mail.kg.\n")
    refused = run("load")
    assert (refused.exit_code, checked) == (1, ["foundations"])
    assert "01-words-matter.en.md" in refused.stderr
    assert "e-mail" in refused.stderr
    assert run("load").exit_code == 1, "what was refused has not passed"
    lesson.write_text(before)
    checked.clear()
    assert (run("load").stdout, checked) == ("Nothing to do.\n", [])

    (content / "children-youth" / "findings.md").write_text("Nothing.\n")
    assert (run("load").exit_code, checked) == (0, ["children-youth"])
    rules = content / "language-rules.yaml"
    rules.write_text(rules.read_text() + "\n# Another word.\n")
    checked.clear()
    assert (run("load").exit_code, sorted(checked)) == (0, list(TWO))
    checked.clear()
    run("check")
    assert sorted(checked) == list(TWO), "a check looks at everything, whatever was loaded"


def test_an_exported_package_loads_again_and_gives_the_same_hash(run, app, two, tmp_path):
    run("load")
    before = hash_of(document_of(module_by_slug("foundations").current_edition_id))

    exported = run("export", "foundations", "--output", tmp_path / "f.zip")
    loaded = run("load", tmp_path / "f.zip")

    assert exported.exit_code == 0, exported.output
    assert loaded.stdout == "Nothing to do.\n"
    assert hash_of(document_of(module_by_slug("foundations").current_edition_id)) == before


def test_one_broken_package_keeps_everything_out(run, app, two, session, tmp_path):
    for slug in TWO:
        shutil.copytree(app.config["CONTENT"] / slug, tmp_path / slug)
    (tmp_path / "foundations" / "questions" / "q01-first-sentence.yaml").write_text("key: q01-first-sentence\n")

    result = run("load", tmp_path)

    assert result.exit_code == 1
    assert "foundations/questions/q01-first-sentence.yaml:1: error: “stem” is missing." in result.output
    assert "Nothing was loaded" in result.output
    assert session.scalar(select(func.count()).select_from(Edition)) == 0


def test_what_is_derived_from_editions_is_rebuilt_identically(run, two, session):
    tables = [EditionText.__table__, EditionProfession.__table__, EditionQuestion.__table__]
    run("load")
    before = [sorted(map(repr, session.execute(table.select()))) for table in tables]
    versions = session.scalar(select(func.count()).select_from(QuestionVersion))
    for table in tables:
        session.execute(table.delete())
    session.commit()

    result = run("rebuild")

    assert result.output == f"Derived anew: {len(TWO)} editions.\n"
    assert [sorted(map(repr, session.execute(table.select()))) for table in tables] == before
    assert all(before)
    assert session.scalar(select(func.count()).select_from(QuestionVersion)) == versions


def test_an_unknown_module_cannot_be_exported(run, tmp_path):
    result = run("export", "absent", "--output", tmp_path / "x.zip")

    assert result.exit_code == 1
    assert "There is no module absent." in result.output


def test_a_package_is_not_written_into_a_folder_that_there_is_not(run, two, tmp_path):
    run("load", two / "foundations")

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


# ── The table ─────────────────────────────────────────────────────────────────


def test_the_table_of_all_modules_is_fresh(app):
    content = app.config["CONTENT"]
    with app.app_context():
        documents = [read_unchecked(open_pack(content / slug), known_from(content)).document for slug in SHIPPED]
        assert not is_stale(content, documents), "flask --app wsgi content table"


def test_a_stale_table_is_said_and_written_anew_between_its_marks(run, two):
    page = (two / "README.md").read_text()
    assert "content table” writes it anew" in run("check").output
    assert run("table").exit_code == 0
    assert "content table” writes it anew" not in run("check").output
    after = (two / "README.md").read_text()
    assert (after.split(BEGIN)[0], after.split(END)[1]) == (page.split(BEGIN)[0], page.split(END)[1])
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in after.split(BEGIN)[1].splitlines()]
    named = [(row[0], row[1]) for row in rows[2 : 2 + 3 * len(TWO)]]
    assert named == [(code, language) for code in ("M1 foundations", "M6 children-youth") for language in LANGUAGES]
    (two / "README.md").write_text("No marks.\n")
    assert "has no marks" in run("table").stderr


def test_the_numbers_are_those_of_the_module():
    document = with_handouts(sound_document())
    _head, _line, *rows = table_of([document]).splitlines()
    code, language, lessons, _all, minutes, checks, questions, kinds, levels, sources, diagrams, state = (
        cell.strip() for cell in rows[2].strip("|").split("|")
    )
    assert (code, language, minutes, checks) == (f"{document.code} practice", "en", str(document.minutes), "1")
    # “First paragraph of first”, “A heading”, “A statement of law”, in both; “After the check” in one.
    assert lessons == str(2 * (4 + 2 + 4) + 3)
    assert (questions, kinds) == (str(len(document.questions)), f"single-choice {len(document.questions)}")
    assert levels == f"{len(document.questions)} · 0 · 0"
    assert (sources, diagrams) == (str(len(document.sources)), "0")
    assert state.startswith("source ")
