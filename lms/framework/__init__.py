"""The results framework: indicators as data, what is to be reached, and what is reached.

What an indicator is stands in ``content/indicators.yaml``. Baselines, targets, milestones and typed-in values are set
by the coordinator, row upon row, so that the history is kept. Computed values are taken from the tables of the reports.
"""

from flask import Flask

from lms.framework import exports, models, policies, retention
from lms.framework.table_e import table_e
from lms.framework.views import bp
from lms.reporting.reports.registry import register

__all__ = ["exports", "init_app", "models", "policies", "retention"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    register("e", table_e)
