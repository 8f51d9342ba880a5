"""Commands that look at a file of questions, bring it into a bank and take a bank away."""

import json

import pytest
from sqlalchemy import select

from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft, DraftVersion

GIFT = """\
$CATEGORY: $course$/top/Law

// [tag:easy]
::New one::{mlang ky}Ким?{mlang}{mlang en}Who?{mlang} {=Judge#Yes ~Clerk ~%50%Lawyer}

Two plus {=two =2} equals four.

Only words
"""


@pytest.fixture
def run(app, session):
    return lambda *words: app.test_cli_runner().invoke(args=["questions", *map(str, words)])


@pytest.fixture
def gift(tmp_path):
    path = tmp_path / "bank.gift"
    path.write_text(GIFT, encoding="utf-8")
    return path


def bank(session):
    session.expire_all()
    return module_from_json(session.scalars(select(Draft.document)).one()).questions_by_key


def test_a_file_is_described_as_json_and_nothing_is_written(run, gift):
    result = run("check", gift, "--format", "gift")
    found = json.loads(result.stdout)

    assert (result.exit_code, found["format"], len(found["questions"])) == (0, "gift", 2)
    first, second = found["questions"]
    assert (first["number"], first["line"], first["kind"], first["stem"]) == (1, 4, "single-choice", "Who?")
    assert first["stems"] == {"ky": "Ким?", "ru": "", "en": "Who?"}
    assert first["options"][0] == {"text": "Judge", "weight": 100, "feedback": "Yes"}
    assert (first["category"], first["tags"]) == ("Law", ["easy"])
    assert second["stem"] == "Two plus _____ equals four."
    assert [(p["line"], p["question"], p["left_out"]) for p in found["problems"]] == [(4, 1, False), (8, 3, True)]


def test_a_refused_file_ends_with_a_sentence_and_a_status(run, tmp_path):
    path = tmp_path / "old.txt"
    path.write_bytes("Что это?\n".encode("cp1251"))

    refused, absent = run("check", path, "--format", "aiken"), run("check", tmp_path / "no", "--format", "aiken")

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Windows-1251" in refused.stderr
    assert (absent.exit_code, "cannot be read" in absent.stderr) == (1, True)


def test_questions_come_into_the_bank_once(run, session, module, gift):
    before = set(bank(session))

    first = run("import", "practice", gift, "--format", "gift")
    second = run("import", "practice", gift, "--format", "gift")

    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "practice: 2 added" in first.stdout
    assert "Only words" not in first.stdout
    assert "line 8: It has no answers" in first.stdout
    assert "practice: 0 added, 0 replaced, 2 there already." in second.stdout
    assert len(set(bank(session)) - before) == 2
    assert session.scalars(select(DraftVersion.what)).all() == ["questions:gift"]


def test_another_question_under_the_same_key_is_refused_unless_it_is_to_be_replaced(run, session, module, gift):
    run("import", "practice", gift, "--format", "gift")
    gift.write_text(GIFT.replace("Judge", "The judge"), encoding="utf-8")

    refused = run("import", "practice", gift, "--format", "gift")
    assert (refused.exit_code, "new-one is in the bank already" in refused.stderr) == (1, True)
    assert bank(session)["new-one"].options[0].text["en"] == "Judge"

    replaced = run("import", "practice", gift, "--format", "gift", "--replace")
    assert "0 added, 1 replaced, 1 there already" in replaced.stdout
    assert bank(session)["new-one"].options[0].text["en"] == "The judge"


def test_a_question_never_takes_the_key_of_a_check(run, module, gift):
    gift.write_text("::c1::Who? {=a ~b ~c}", encoding="utf-8")

    result = run("import", "practice", gift, "--format", "gift", "--replace")

    assert (result.exit_code, "c1 is a knowledge check" in result.stderr) == (1, True)


@pytest.mark.parametrize("form", ["gift", "aiken", "xlsx"])
def test_a_bank_goes_out_and_comes_back(run, session, module, tmp_path, form):
    target = tmp_path / "out"
    known = bank(session)

    out = run("export", "practice", "--format", form, "--output", target)
    again = run("import", "practice", target, "--format", form, "--replace")

    assert (out.exit_code, again.exit_code) == (0, 0), out.output + again.output
    assert f"{len(known)} of {len(known)} questions." in out.stdout
    if form != "aiken":
        assert f"0 added, 0 replaced, {len(known)} there already." in again.stdout
        assert bank(session) == known


def test_what_is_not_there_is_refused(run, module, tmp_path, gift):
    for words in (
        ("import", "absent", gift, "--format", "gift"),
        ("export", "absent", "--format", "gift", "--output", tmp_path / "x"),
        ("export", "practice", "--format", "gift", "--output", tmp_path / "x", "--edition"),
        ("export", "practice", "--format", "gift", "--output", tmp_path / "no" / "x"),
    ):
        result = run(*words)
        assert (result.exit_code, result.stderr != "") == (1, True), words
