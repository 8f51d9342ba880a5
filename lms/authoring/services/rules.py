"""A rule about words is added or changed; what it was before stays."""

from datetime import datetime
from typing import Any
from uuid import UUID

from lms.authoring import queries
from lms.authoring.errors import KeyTaken
from lms.authoring.models import LanguageRuleVersion
from lms.core import audit
from lms.core.extensions import db


def save_rule(data: dict[str, Any], *, based_on: int, why: str, by: UUID, at: datetime) -> LanguageRuleVersion:
    """The new version of a rule. Raises ``KeyTaken`` if somebody wrote one since ``based_on``."""
    code: str = data["id"]
    newest = queries.newest_rule_number(code)
    if newest != based_on:
        raise KeyTaken(code)
    version = LanguageRuleVersion(code=code, number=newest + 1, data=data, why=why, by_id=by, at=at)
    db.session.add(version)
    db.session.flush()  # the log names it
    audit.record(by, "authoring.rule.saved", version, at=at, rule=code, is_on=data.get("on", True))
    return version
