"""What differs between the versions of QTI that are written."""

from dataclasses import dataclass
from typing import Literal

Version = Literal["2.1", "2.2", "3.0"]


@dataclass(frozen=True)
class Dialect:
    """Names of the schema, of the type of a resource, and of the manifest."""

    namespace: str
    schema: str
    resource: str
    manifest: str
    manifest_schema: str
    package: str
    package_version: str
    #: QTI 3 spells ``qti-item-body`` and ``response-identifier``.
    kebab: bool = False


_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
DIALECTS: dict[Version, Dialect] = {
    "2.1": Dialect(
        "http://www.imsglobal.org/xsd/imsqti_v2p1",
        "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        "imsqti_item_xmlv2p1",
        _CP,
        "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
        "QTIv2.1 Package",
        "1.0.0",
    ),
    "2.2": Dialect(
        "http://www.imsglobal.org/xsd/imsqti_v2p2",
        "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
        "imsqti_item_xmlv2p2",
        _CP,
        "http://www.imsglobal.org/xsd/qti/qtiv2p2/qtiv2p2_imscpv1p2_v1p0.xsd",
        "QTIv2.2 Package",
        "1.0.0",
    ),
    "3.0": Dialect(
        "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
        "imsqti_item_xmlv3p0",
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
        "QTI Package",
        "3.0.0",
        kebab=True,
    ),
}
