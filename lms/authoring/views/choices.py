"""Lists to choose from that come from outside the module."""

from lms.authoring import queries
from lms.core.i18n import _, in_language, language
from lms.core.site import site
from lms.ui.forms import Option


def profession_options(*, everybody: bool = False) -> list[Option]:
    """Professions in the language of the page."""
    first = [Option("all", _("Everybody"))] if everybody else []
    return first + [Option(row.code, getattr(row, f"name_{language()}")) for row in queries.profession_rows()]


def output_options() -> list[Option]:
    """The lines of the results framework."""
    return [Option(output.code, f"{output.code}. {in_language(output.name)}") for output in site().project.outputs]
