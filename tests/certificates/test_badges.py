"""The certificate as a credential: checked by whoever has it, without asking us who it belongs to."""

import base64
import gzip
import json
from datetime import timedelta

import pytest
from lxml import etree

from lms.certificates import services
from lms.certificates.views.badges import JSON_LD
from lms.core import clock
from lms.credentials import is_proven
from tests.support.factories import make_account, make_certificate

MINE = "/en/my-learning/certificates"
OPENBADGES = "{https://purl.imsglobal.org/ob/v3p0}"


@pytest.fixture
def judge(session):
    return make_account()


def fetch(browser, address, account=None):
    answer = browser(account).client.get(address)
    return answer.status_code, answer.get_json(force=True) if answer.status_code == 200 else None


def path_of(address):
    return address.removeprefix("http://localhost")


def test_a_verifier_follows_the_addresses_in_the_credential_and_finds_it_true(browser, judge):
    certificate = make_certificate(judge)

    _status, said = fetch(browser, f"{MINE}/{certificate.id}/credential.json", judge)
    _status, key = fetch(browser, path_of(said["proof"]["verificationMethod"]))
    _status, issuer = fetch(browser, path_of(said["issuer"]["id"]))

    assert is_proven(said, key["publicKeyMultibase"])
    assert key["controller"] == issuer["id"] == said["issuer"]["id"]
    assert key["id"] in [method["id"] for method in issuer["assertionMethod"]]
    assert path_of(said["id"]) == f"/verify/{certificate.code}"


def test_it_says_what_the_paper_says_and_nothing_else_of_the_person(browser, judge):
    certificate = make_certificate(judge)

    _status, said = fetch(browser, f"{MINE}/{certificate.id}/credential.json", judge)

    subject = said["credentialSubject"]
    assert [one["identityHash"] for one in subject["identifier"]] == [certificate.name_printed]
    assert subject["achievement"]["name"] == certificate.record["title"]["ky"]
    assert subject["achievement"]["inLanguage"] == "ky"
    assert said["validFrom"] == "2026-11-16T10:00:00+06:00"
    assert not [word for word in ("female", "score", "points", judge.email, "1988") if word in json.dumps(said)]


def test_a_changed_name_is_found_out(browser, judge):
    certificate = make_certificate(judge)
    _status, said = fetch(browser, f"{MINE}/{certificate.id}/credential.json", judge)
    _status, key = fetch(browser, path_of(said["proof"]["verificationMethod"]))

    said["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"

    assert not is_proven(said, key["publicKeyMultibase"])


def is_taken_back(browser, said):
    _status, listed = fetch(browser, path_of(said["credentialStatus"]["statusListCredential"]))
    _status, key = fetch(browser, path_of(listed["proof"]["verificationMethod"]))
    assert is_proven(listed, key["publicKeyMultibase"])
    bits = gzip.decompress(base64.urlsafe_b64decode(listed["credentialSubject"]["encodedList"][1:] + "=="))
    place = int(said["credentialStatus"]["statusListIndex"])
    return bool(bits[place // 8] & (0b1000_0000 >> place % 8))


def test_a_revoked_certificate_is_a_bit_in_a_signed_list_and_a_restored_one_is_none(browser, judge, session):
    certificate = make_certificate(judge)
    _status, said = fetch(browser, f"{MINE}/{certificate.id}/credential.json", judge)
    assert not is_taken_back(browser, said)

    services.revoke_certificate(certificate, code="issued-in-error", reason="A mistake", by=judge.id, at=clock.now())
    session.commit()
    assert is_taken_back(browser, said)

    services.restore_certificate(certificate, reason="Not a mistake", by=judge.id, at=clock.now())
    session.commit()
    assert not is_taken_back(browser, said)


def test_what_has_ended_is_stated_no_more(browser, judge, session):
    certificate = make_certificate(judge)
    services.revoke_certificate(certificate, code="issued-in-error", reason="A mistake", by=judge.id, at=clock.now())
    session.commit()

    assert browser(judge).visit(f"{MINE}/{certificate.id}/credential.json").status == 410
    assert browser(judge).visit(f"{MINE}/{certificate.id}/badge.svg").status == 410


def test_the_picture_carries_the_credential_and_can_be_read_aloud(browser, judge):
    certificate = make_certificate(judge)

    answer = browser(judge).client.get(f"{MINE}/{certificate.id}/badge.svg")

    root = etree.fromstring(answer.data)
    said = json.loads(root.find(f"{OPENBADGES}credential").text)
    _status, key = fetch(browser, path_of(said["proof"]["verificationMethod"]))
    assert is_proven(said, key["publicKeyMultibase"])
    assert root[0].tag == f"{OPENBADGES}credential"
    assert certificate.record["title"]["ky"] in root.findtext("{*}title")
    assert root.get("role") == "img"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("file", ["credential.json", "badge.svg"])
def test_a_credential_of_somebody_else_looks_absent(browser, judge, file):
    certificate = make_certificate(judge)

    assert browser(make_account()).visit(f"{MINE}/{certificate.id}/{file}").status == 404


@pytest.mark.parametrize(
    "address",
    ["/api/v1/issuer/keys/2001-01-01", "/api/v1/issuer/keys/..%2Fsecret-key", "/api/v1/credentials/status/9999"],
)
def test_keys_and_lists_that_are_not_there_are_absent(browser, session, address):
    assert browser().client.get(address).status_code == 404


def test_what_verifiers_ask_for_may_be_asked_from_any_page(browser, session):
    answer = browser().client.get("/api/v1/issuer")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.mimetype == JSON_LD
    assert "max-age=300" in answer.headers["Cache-Control"]


def test_the_page_of_the_holder_offers_both(browser, judge):
    make_certificate(judge)

    page = browser(judge).visit(MINE)

    assert {"Badge: a picture with the credential in it", "Credential without a picture"} <= set(page.links())


def test_the_page_of_one_certificate_offers_both_too(browser, judge):
    """Whoever has just got it need not look for them in the list."""
    certificate = make_certificate(judge)

    page = browser(judge).visit(f"{MINE}/{certificate.enrolment.module.slug}")

    assert f"{MINE}/{certificate.id}/badge.svg" in page.html
    assert f"{MINE}/{certificate.id}/credential.json" in page.html


def test_after_a_change_of_key_older_credentials_stay_true(app, browser, judge, frozen):
    certificate = make_certificate(judge)
    _status, before = fetch(browser, f"{MINE}/{certificate.id}/credential.json", judge)
    clock.freeze(frozen + timedelta(days=400))

    done = app.test_cli_runner().invoke(args=["certificates", "new-key"])

    assert done.exit_code == 0
    _status, after = fetch(browser, f"{MINE}/{certificate.id}/credential.json", judge)
    assert before["proof"]["verificationMethod"] != after["proof"]["verificationMethod"]
    for said in (before, after):
        _status, key = fetch(browser, path_of(said["proof"]["verificationMethod"]))
        assert is_proven(said, key["publicKeyMultibase"])
