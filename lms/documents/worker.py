"""The typesetter's own process: one document from standard input to standard output, then the end.

Started by file name and isolated (`python -I`): it sees no environment, imports nothing of ours, and is bound
before it begins (`lms.core.bound`). Anything it says on standard error is a refusal.

In:  one JSON object {"template", "fonts", "data", "standards", "at", "form"}; `data` is itself JSON text,
     `at` counts seconds since 1970. Out: the PDF, or for the form "png" a JSON list of the pages in base64. Exit
     code 3 means that the typesetter refused.
"""

import json
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import typst

DOTS_PER_INCH = 200
"""Of pictures: sharp enough on paper."""

REFUSED = 3


def typeset(order: dict[str, Any]) -> bytes:
    """The document. Raises typst.TypstError; warnings (a missing font, an unstable layout) count as errors."""
    template = Path(order["template"])
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[order["fonts"]])
    compiler = typst.Compiler(template, root=template.parent, font_paths=fonts, ignore_system_fonts=True)
    document, warnings = compiler.compile_with_warnings(
        format=order["form"],
        ppi=DOTS_PER_INCH,
        sys_inputs={"data": order["data"]},
        pdf_standards=order["standards"],
        timestamp=order["at"],
    )
    if warnings:
        raise warnings[0]
    if order["form"] == "png":
        pages = document if isinstance(document, list) else [document]
        return json.dumps([b64encode(page or b"").decode() for page in pages]).encode()
    if not isinstance(document, bytes):
        raise TypeError("The typesetter gave no single document")
    return document


def main() -> int:
    """Read the order, write the document, or say why not."""
    order = json.load(sys.stdin)
    try:
        document = typeset(order)
    except (typst.TypstError, typst.TypstWarning) as refusal:
        sys.stderr.write(refusal.diagnostic or refusal.message)
        return REFUSED
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
