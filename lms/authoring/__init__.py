"""Where modules are written, checked, reviewed and published, by form or by package."""

from flask import Flask

from lms.authoring import models, policies
from lms.authoring.cli import content
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views import bp
from lms.core.i18n import _l
from lms.ui.navigation import Area, Link, add_area

__all__ = ["init_app", "models", "policies"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    app.cli.add_command(content)
    add_area(
        app,
        Area(
            "studio",
            _l("Switch to the studio"),
            (
                Link(_l("Studio"), "authoring.show_studio", AuthoringPermission.ENTER),
                Link(_l("Reviews"), "authoring.list_reviews", AuthoringPermission.READ_REVIEWS),
            ),
            AuthoringPermission.ENTER,
        ),
    )
