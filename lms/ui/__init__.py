"""How the platform looks and speaks on the page: layouts, components, forms, formats, navigation.

This room knows no word of the domain. A component is one macro in ``templates/ui/components``, one file in
``static/css/components`` and, where it needs one, a module in ``static/js`` that improves HTML which already works.
Every component in every state stands on the page ``/<language>/design`` of a demonstration.
"""

from flask import Flask

from lms.ui import filters, navigation, pages, templating, uploads, warnings
from lms.ui.views import blueprint

__all__ = ["blueprint", "init_app"]


def init_app(app: Flask) -> None:
    """Register the templates, the filters and the globals of the layouts."""
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    templating.init_app(app)
    app.register_blueprint(blueprint)
    filters.init_app(app)
    pages.init_app(app)
    navigation.init_app(app)
    warnings.init_app(app)
    uploads.init_app(app)
