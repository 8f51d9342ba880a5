"""How templates are put together: leaner than Jinja has to be for everybody.

Components are imported by every page. Jinja looks at each import whether the importing template was given globals of
its own, and would then draw the component's file anew; ours never are.
"""

from flask import Flask
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context


class HouseTemplate(Template):
    """A template whose macros are made once in each process."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def init_app(app: Flask) -> None:
    """Before the first template is loaded."""
    app.jinja_env.template_class = HouseTemplate
