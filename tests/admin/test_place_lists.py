"""Many institutions from a file: looked at line by line first, added once, whatever is sent again."""

import io

import pytest
from sqlalchemy import func, select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.institutions import queries, services
from lms.institutions.errors import ImportInUse
from lms.institutions.models import Institution, InstitutionUpload
from lms.sheets.uploads import Entry, read_table
from tests.support.csrf import token_of
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_institution

HEAD = "Name, Кыргызча;Name, Русский;Name, English;Kind;Region;Rayon or city;Belongs to"


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR, name="Бейшеналиева Жылдыз")


def line(name, kind="Women’s organisation, crisis centre", region="Talas oblast", district="", parent=""):
    return f"{name} ky;{name} ru;{name};{kind};{region};{district};{parent}"


def send(theirs, *lines, head=HEAD, encoding="utf-8", name="list.csv"):
    theirs.visit("/en/admin/institutions/import")
    content = "\r\n".join([head, *lines]).encode(encoding)
    data = {"csrf_token": token_of(theirs), "file": (io.BytesIO(content), name)}
    return theirs.post("/en/admin/institutions/import", data, content_type="multipart/form-data")


def states(page):
    """Line to what is said of it."""
    cells = [
        [" ".join("".join(cell.itertext()).split()) for cell in row]
        for row in page.all("//table[@id='lines']//tbody/tr")
    ]
    return {int(row[0]): row[2] for row in cells}


def count():
    return db.session.scalar(select(func.count()).select_from(Institution))


def test_a_list_is_looked_at_then_added_and_adds_nothing_twice(browser, coordinator):
    theirs, before = browser(coordinator), count()
    parent = make_institution("Union", type_code="cso-women")

    page = send(theirs, line("Umut", parent="Union"), line("Sezim", district="Manas rayon", parent="Umut"))
    assert states(page) == {2: "New", 3: "New"}
    assert count() == before + 1
    assert page.submit("Add 2 institutions").status == 422
    done = page.submit("Add 2 institutions", reason="The union's list.")

    assert "2 institutions were added." in done.notice
    [umut], [sezim] = (queries.institutions_found(name, 1).rows for name in ("umut", "sezim"))
    assert queries.ancestors_of(sezim.id) == [sezim.id, umut.id, parent.id]
    assert sezim.district_code == "41707225"
    again = send(theirs, line("Umut", parent="Union"), line("Sezim", district="Manas rayon", parent="Umut"))
    assert states(again) == {2: "Already there Umut", 3: "Already there Sezim"}
    assert "Everything of this list is in the directory." in again.text
    assert count() == before + 3


def test_each_line_that_cannot_be_added_says_why(browser, coordinator):
    make_institution("Twins", region="KG-T")
    make_institution("Twins", region="KG-N")
    page = send(
        browser(coordinator),
        ";Уюм;Union;Media outlet;Talas oblast;;",
        "Г?лнара;Гульнара;Gulnara;Media outlet;Talas oblast;;",
        line("A", kind="Palace"),
        line("B", region="Atlantis"),
        line("C", district="Leilek rayon"),
        line("D", parent="Nobody"),
        line("E", parent="Twins"),
        line("F"),
        line("F"),
    )

    said = states(page)
    assert [said[number].removeprefix("Cannot be added ") for number in (2, 3, 4, 5, 6, 7, 8, 10)] == [
        "The name is missing in this language: Кыргызча.",
        "Letters of the name are lost: “Г?лнара”. Save the file as .xlsx.",
        "This kind of institution is not known: “Palace”.",
        (
            "This region is not known: “Atlantis”. Known are: Bishkek city, Osh city, Batken oblast, Chuy oblast, "
            "Jalal-Abad oblast, Naryn oblast, Osh oblast, Talas oblast, Issyk-Kul oblast, National (central) level."
        ),
        "There is no such rayon or city in the region: “Leilek rayon”.",
        "It belongs to an institution that is not in the list: “Nobody”.",
        "Several institutions are called “Twins”. Leave it empty and move it later.",
        "The same institution stands in line 9 already.",
    ]
    assert said[9] == "New"


def test_a_region_is_known_by_its_short_name_where_there_is_one(browser, coordinator):
    short = ("Бишкек", "нарын", "Chuy", "Ысык-Көл", "Ош")
    page = send(browser(coordinator), *(line(f"Union {region}", region=region) for region in short))

    said = states(page)
    assert [said[number] for number in (2, 3, 4, 5)] == ["New"] * 4
    assert said[6].startswith("Cannot be added This region is not known: “Ош”.")  # the city or the oblast?


def test_a_short_region_is_shown_as_it_was_understood(browser, coordinator):
    page = send(browser(coordinator), line("Umut", region="Нарын", district="Кочкор району"))

    [cells] = page.all("//table[@id='lines']//tbody/tr")
    assert "Naryn oblast" in "".join(cells.itertext())
    assert "Kochkor rayon" in "".join(cells.itertext())


def test_what_looks_like_another_is_added_only_when_ticked(browser, coordinator):
    make_institution("Women of Talas together", type_code="cso-women")
    theirs, before = browser(coordinator), count()
    page = send(theirs, line("Women of Talas togethr"), line("Quite another union"))
    assert states(page)[2] == "Looks like another Women of Talas together"

    page.submit("Add 1 institution", reason="A list.")
    assert count() == before + 1
    theirs.visit(page.path).submit("Add what is ticked", reason="It is another.", also=["2"])

    assert count() == before + 2


def test_confirming_twice_adds_once(browser, coordinator):
    page, before = send(browser(coordinator), line("Umut")), count()

    page.submit("Add 1 institution", reason="A list.")
    second = page.submit("Add 1 institution", reason="A list.")

    assert "Nothing was added" in second.notice
    assert count() == before + 1


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_template_is_read_in_every_language(browser, coordinator, language):
    theirs = browser(coordinator)
    for ending in ("xlsx", "csv"):
        answer = theirs.client.get(f"/{language}/admin/institutions/import/template.{ending}")
        [headings] = read_table(answer.data)
        page = send(theirs, line("Umut"), head=";".join(headings.cells))
        assert states(page) == {2: "New"}


@pytest.mark.parametrize(
    ("head", "encoding", "said"),
    [
        ("a;b", "utf-8", "These columns were not found: Name, Кыргызча; Name, Русский; Name, English; Kind; Region."),
        (HEAD, "kz1048", "The letters in line 1 cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(browser, coordinator, head, encoding, said):
    page = send(browser(coordinator), "x", head=head, encoding=encoding)

    assert page.status == 422
    assert said in page.text
    assert db.session.scalar(select(func.count()).select_from(InstitutionUpload)) == 0


def test_no_file_and_a_wrong_kind_of_file_are_refused(browser, coordinator):
    theirs = browser(coordinator)
    page = theirs.visit("/en/admin/institutions/import")

    assert "Choose a file." in page.submit("Check the list").text
    assert send(theirs, line("A"), name="list.docx").status == 422


def test_hundreds_of_lines_are_planned_and_added_in_few_statements(app, session, coordinator, frozen):
    values = [
        {"name_ky": f"Уюм №{n} ky", "name_ru": f"Союз №{n} ru", "name_en": f"Union number {n} {n * 7919}",
         "kind": "Media outlet", "region": "KG-T", "district": "", "parent": ""}
        for n in range(300)
    ]  # fmt: skip
    entries = [Entry(number, row) for number, row in enumerate(values, start=2)]
    upload = services.keep_upload(entries, by=coordinator.id, at=frozen)
    session.flush()

    with count_queries(app) as statements:
        added = services.add_planned(upload, [], reason="A list.", by=coordinator.id, at=frozen)
        session.flush()

    assert added > 200
    assert len(statements) < 25
    assert session.scalars(select(AuditRecord).where(AuditRecord.act == "institutions.list.imported")).one().facts == {
        "lines": 300,
        "added": added,
    }


# ── Taken back as a whole ─────────────────────────────────────────────────────


def imported(browser, coordinator):
    page = send(browser(coordinator), line("Umut"), line("Sezim", parent="Umut"))
    return page.submit("Add 2 institutions", reason="A list.")


def state_of(name):
    return db.session.scalars(select(Institution).where(Institution.names.any(name_en=name))).one().state


def test_an_import_is_taken_back_in_two_steps(browser, coordinator):
    page = imported(browser, coordinator).click("Take the import back")
    assert state_of("Umut") == "listed"  # looking takes nothing back
    assert page.submit("Take 2 institutions back").status == 422
    done = page.submit("Take 2 institutions back", reason="The wrong file.")

    assert "2 institutions were taken back." in done.notice
    assert [state_of("Umut"), state_of("Sezim")] == ["refused", "refused"]
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "institutions.import.undone")).one()
    assert (record.reason, record.facts["taken_back"]) == ("The wrong file.", 2)
    again = page.submit("Take 2 institutions back", reason="Twice.")
    assert "Nothing of this import stands in the list any more." in again.notice


def test_an_import_of_which_one_is_in_use_stays_whole(browser, coordinator):
    page = imported(browser, coordinator).click("Take the import back")
    umut = db.session.scalars(select(Institution).where(Institution.names.any(name_en="Umut"))).one()
    make_account(institution=umut)
    db.session.commit()

    upload = db.session.scalars(select(InstitutionUpload)).one()
    with pytest.raises(ImportInUse):
        services.take_back_import(upload, reason="The wrong file.", by=coordinator.id, at=clock.now())
    assert state_of("Sezim") == "listed"  # without the rollback of a refused request
    refused = page.submit("Take 2 institutions back", reason="The wrong file.")

    assert refused.status == 409
    assert "Nothing was taken back" in refused.text
    assert refused.links()["Umut"].endswith(str(umut.id))
    assert "Sezim" not in refused.links()
    assert [state_of("Umut"), state_of("Sezim")] == ["listed", "listed"]
    assert not db.session.scalars(select(AuditRecord).where(AuditRecord.act == "institutions.change.undone")).all()


def test_earlier_imports_are_found_from_the_first_page(browser, coordinator):
    path = imported(browser, coordinator).path

    page = browser(coordinator).visit("/en/admin/institutions/import")

    assert path in page.links().values()
