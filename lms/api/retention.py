"""How long tokens are kept."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from lms.api.models import ApiToken
from lms.core.i18n import _l
from lms.core.rows import changed
from lms.people.retention import keeps

KEPT = timedelta(days=90)


@keeps(
    "api_tokens",
    what=_l("Tokens by which a coordinator's own program reads tables"),
    why=_l("So that their owner sees which there were"),
    until=_l("90 days after they have ended"),
)
def remove_tokens(at: datetime) -> int:
    old = or_(ApiToken.expires_at < at - KEPT, ApiToken.ended_at < at - KEPT)
    return changed(delete(ApiToken).where(old))
