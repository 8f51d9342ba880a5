"""With a key of the issuer the paper is signed, and whoever changes a byte is found out."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from lms.certificates import tasks
from lms.certificates.queries import certificate_by_id
from lms.certificates.signing import signed
from lms.core import files
from tests.support import pdf
from tests.support.factories import make_certificate

PASSWORD = "a password for tests"


@pytest.fixture
def issuer(app, tmp_path, monkeypatch):
    """An installation with a key; the certificate of its issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Issuer of tests")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "issuer.p12"
    encryption = BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"issuer", key, certificate, None, encryption))
    monkeypatch.setitem(app.config, "SIGNING_KEY", path)
    monkeypatch.setitem(app.config, "SIGNING_PASSWORD", PASSWORD)
    return certificate


def paper_of(certificate):
    tasks.render_certificate(str(certificate.id))
    return files.get(certificate_by_id(certificate.id).file_key)


def judged(content, issuer):
    from asn1crypto import x509 as asn1  # noqa: PLC0415  (of the library that checks)
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    trusted = asn1.Certificate.load(issuer.public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(BytesIO(content)).embedded_signatures
    return signature, validate_pdf_signature(signature, ValidationContext(trust_roots=[trusted]))


def test_the_paper_is_signed_whole_by_the_issuer(session, issuer):
    signature, found = judged(paper_of(make_certificate()), issuer)

    assert found.intact
    assert found.valid
    assert found.trusted
    assert found.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_what_makes_it_readable_for_everybody_is_kept(session, issuer):
    content = paper_of(make_certificate())

    about = pdf.about(content)
    assert about.language == "ky"
    assert about.title
    assert pdf.tags_of(content)


def test_a_changed_byte_is_found_out(session, issuer):
    content = bytearray(paper_of(make_certificate()))
    place = content.index(b"stream") + 12
    content[place] ^= 1

    _signature, found = judged(bytes(content), issuer)

    assert not found.intact


def test_without_a_key_the_paper_is_as_it_was(app, session):
    assert app.config["SIGNING_KEY"] is None
    assert signed(b"%PDF-1.7") == b"%PDF-1.7"


def test_a_wrong_password_is_said_and_no_unsigned_paper_is_kept(app, session, issuer, monkeypatch):
    monkeypatch.setitem(app.config, "SIGNING_PASSWORD", "wrong")
    certificate = make_certificate()

    with pytest.raises(ValueError, match="SABAK_SIGNING_PASSWORD"):
        tasks.render_certificate(str(certificate.id))

    assert certificate_by_id(certificate.id).file_key is None
