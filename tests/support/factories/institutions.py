"""Institutions."""

from lms.core import clock
from lms.core.extensions import db
from lms.core.folding import fold
from lms.institutions.models import Institution, InstitutionLink, InstitutionName, InstitutionState


def make_institution(
    name="Talas District Court",
    *,
    type_code="court",
    region="KG-T",
    parent=None,
    state=InstitutionState.LISTED,
    district=None,
):
    institution = Institution(
        type_code=type_code,
        region_code=region,
        district_code=district,
        parent_id=parent.id if parent else None,
        state=state,
        created_at=clock.now(),
    )
    db.session.add(institution)
    db.session.flush()
    db.session.add(
        InstitutionName(
            institution_id=institution.id,
            name_ky=f"{name} (ky)",
            name_ru=f"{name} (ru)",
            name_en=name,
            search_text=fold(name),
        )
    )
    db.session.add(InstitutionLink(ancestor_id=institution.id, descendant_id=institution.id, depth=0))
    if parent is not None:
        links = db.session.query(InstitutionLink).filter_by(descendant_id=parent.id).all()
        for link in links:
            db.session.add(
                InstitutionLink(ancestor_id=link.ancestor_id, descendant_id=institution.id, depth=link.depth + 1)
            )
    db.session.commit()
    return institution
