"""The paper signed, if the installation has a key for it: PAdES, so that any reader of PDF sees a later change.

The key is a file with a certificate of the issuer (PKCS#12, best an elliptic curve: RSA takes ten times as long).
Without one the paper is not signed; its code and the public page prove it all the same. Source: ETSI EN 319 142-1, B-B.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import current_app

FIELD = "Signature"


def signed(pdf: bytes) -> bytes:
    """The same document with a signature over all of it, or as it was if no key is set. Raises OSError, ValueError."""
    path = current_app.config["SIGNING_KEY"]
    if path is None:
        return pdf
    # Half a second and forty megabytes that only a job worker of an installation with a key spends.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415

    meta = signers.PdfSignatureMetadata(field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES)
    signer = _signer(path, current_app.config["SIGNING_PASSWORD"])
    return bytes(signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer=signer).getvalue())


@cache
def _signer(path: Path, password: str | None) -> Any:
    from pyhanko.sign import signers  # noqa: PLC0415  (as above)

    secret = password.encode() if password else None
    signer = signers.SimpleSigner.load_pkcs12(str(path), passphrase=secret)  # type: ignore[no-untyped-call]
    if signer is None:
        message = f"SABAK_SIGNING_KEY: {path.name} cannot be read with SABAK_SIGNING_PASSWORD."
        raise ValueError(message)
    return signer
