"""Pictures of a module: drawn anew, bounded, and for its authors alone while it is a draft."""

import io
from datetime import timedelta

import pytest

from lms.authoring import incoming_pictures
from lms.authoring.views import pictures
from lms.core import clock, files
from tests.authoring.writing import HOME, document, picture, send_picture


def test_a_picture_is_drawn_anew_without_what_the_camera_wrote(browser, session, trainer, module):
    person = browser(trainer)
    page = person.visit(f"{HOME}/pictures")
    form, _button = page.form_of("Add the picture")
    token = form.xpath(".//input[@name='csrf_token']")[0].get("value")

    page = person.post(
        f"{HOME}/pictures",
        {"csrf_token": token, "file": (io.BytesIO(picture()), "Свой файл.jpg"), "name": "court-room"},
        content_type="multipart/form-data",
    )

    [file] = document(session).media
    stored = files.get(f"media/{file.sha256}")
    assert (file.name, file.type, file.width, file.height) == ("court-room.jpg", "image/jpeg", 40, 30)
    assert b"A camera" not in stored
    sent = person.client.get(f"{HOME}/pictures/{file.sha256}/court-room.jpg")
    assert (sent.status_code, sent.data) == (200, stored)


@pytest.mark.parametrize("content", [b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n", picture("PNG")[:60]])
def test_what_is_no_picture_is_refused_in_words(browser, session, trainer, module, content):
    person = browser(trainer)
    form, _button = person.visit(f"{HOME}/pictures").form_of("Add the picture")
    token = form.xpath(".//input[@name='csrf_token']")[0].get("value")

    page = person.post(
        f"{HOME}/pictures",
        {"csrf_token": token, "file": (io.BytesIO(content), "x.png")},
        content_type="multipart/form-data",
    )

    assert page.status == 422
    assert "This is not a picture in PNG, JPEG or WebP that can be read." in page.text
    assert document(session).media == ()


def test_the_pictures_of_a_module_fit_into_a_package(browser, session, trainer, module, monkeypatch):
    assert incoming_pictures.MOST_OF_A_MODULE == 18 * 1024 * 1024
    person = browser(trainer)
    assert send_picture(person).status == 200
    monkeypatch.setattr(incoming_pictures, "MOST_OF_A_MODULE", document(session).media[0].size * 2 - 1)

    page = send_picture(person)

    assert page.status == 422
    assert "may have 0 MB together" in page.text
    assert len(document(session).media) == 1


def test_nobody_fills_the_store_in_a_day(browser, session, trainer, module, frozen, monkeypatch):
    assert pictures.MOST_IN_A_DAY == 200
    monkeypatch.setattr(pictures, "MOST_IN_A_DAY", 2)
    person = browser(trainer)
    assert [send_picture(person, (40, 30 + number)).status for number in range(3)] == [200, 200, 422]
    assert "Go on tomorrow." in send_picture(person, (40, 50)).text

    clock.freeze(frozen + timedelta(days=1, minutes=1))

    assert send_picture(browser(trainer), (40, 70)).status == 200
    assert len(document(session).media) == 3


def test_pictures_of_a_draft_are_for_its_authors(browser, session, trainer, other_trainer, module):
    test_a_picture_is_drawn_anew_without_what_the_camera_wrote(browser, session, trainer, module)
    [file] = document(session).media

    assert browser(other_trainer).client.get(f"{HOME}/pictures/{file.sha256}/{file.name}").status_code == 404


def test_a_document_is_kept_as_it_is_and_named_with_its_type(browser, session, trainer, module):
    person = browser(trainer)

    def send(content, name):
        form, _button = person.visit(f"{HOME}/pictures").form_of("Add the document")
        token = form.xpath(".//input[@name='csrf_token']")[0].get("value")
        sent = {"csrf_token": token, "document": (io.BytesIO(content), name)}
        return person.post(f"{HOME}/documents", sent, content_type="multipart/form-data")

    assert send(b"MZ a program", "form.pdf").status == 422
    page = send(b"%PDF-1.7\n%%EOF\n", "Протокол осмотра.pdf")

    [file] = document(session).media
    assert (file.name, file.type) == ("document.pdf", "application/pdf")
    assert "(PDF, " in page.text
    assert "[…](media/document.pdf)" in page.text
    sent = person.client.get(f"{HOME}/pictures/{file.sha256}/document.pdf")
    assert sent.headers["Content-Disposition"].startswith("attachment")
