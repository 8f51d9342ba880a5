"""The faces of the platform and who is offered them. The addresses are published and never change (README, Paths)."""

from dataclasses import dataclass

from flask import Flask

from lms.accounts.models import Role
from lms.accounts.policies import AccountPermission
from lms.core.i18n import _l
from lms.core.policy import current_actor
from lms.ui.navigation import Area, Link, add_area
from lms.ui.pages import site_path


@dataclass(frozen=True, slots=True)
class PathLink(Link):
    """A link to a published address; ``roles`` narrows it to people who hold one of them."""

    roles: tuple[Role, ...] = ()

    def address(self) -> str:
        """``endpoint`` is the address without its language; one with a slash in front has none."""
        return self.endpoint if self.endpoint.startswith("/") else site_path(self.endpoint)

    def is_offered(self) -> bool:
        """As any link, and only to people with one of the roles."""
        actor = current_actor()
        if self.roles and (actor is None or not actor.holds(*self.roles)):
            return False
        return self.signed_in is None or self.signed_in is (actor is not None)


STUDIO_ROLES = (Role.TRAINER, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER)
REPORT_ROLES = (Role.COORDINATOR, Role.FOCAL_POINT)

AREAS = (
    Area(
        key="visit",
        switch_label=_l("Front page"),
        links=(
            PathLink(_l("Modules"), "modules", signed_in=False),
            PathLink(_l("Check a certificate"), "/verify", signed_in=False),
            PathLink(_l("Sign in"), "sign-in", signed_in=False),
            PathLink(_l("Create my account"), "register", signed_in=False),
        ),
    ),
    Area(
        key="second-step",
        switch_label=_l("Set up the second step"),
        permission=AccountPermission.SECOND_STEP,
        links=(PathLink(_l("Second step at sign-in"), "profile/second-step"),),
    ),
    Area(
        key="reports",
        switch_label=_l("Switch to reports"),
        permission=AccountPermission.REPORTS,
        links=(
            PathLink(_l("Reports"), "reports"),
            PathLink(_l("Nominations"), "reports/nominations"),
            PathLink(_l("Institutions"), "reports/institutions", roles=(Role.COORDINATOR,)),
            PathLink(_l("Certificates"), "reports/certificates", roles=(Role.COORDINATOR,)),
            PathLink(_l("Directory"), "admin/institutions", roles=(Role.COORDINATOR,)),
        ),
    ),
    Area(
        key="studio",
        switch_label=_l("Switch to the studio"),
        permission=AccountPermission.STUDIO,
        links=(
            PathLink(_l("Studio"), "studio"),
            PathLink(_l("Essays to mark"), "studio/grade", roles=(Role.TRAINER,)),
            PathLink(_l("Evaluation forms"), "reports/evaluations", roles=(Role.TRAINER,)),
            PathLink(_l("Reviews"), "studio/reviews", roles=(Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER)),
        ),
    ),
    Area(
        key="administration",
        switch_label=_l("Switch to administration"),
        permission=AccountPermission.ADMINISTRATION,
        links=(
            PathLink(_l("Administration"), "admin"),
            PathLink(_l("People and roles"), "admin/people"),
            PathLink(_l("Institutions"), "admin/institutions"),
            PathLink(_l("Audit log"), "admin/log"),
        ),
    ),
    Area(
        key="learning",
        switch_label=_l("Switch to learning"),
        permission=AccountPermission.LEARN,
        links=(
            PathLink(_l("My learning"), "my-learning"),
            PathLink(_l("Modules"), "modules"),
            PathLink(_l("Certificates"), "my-learning/certificates"),
            PathLink(_l("Profile"), "profile"),
        ),
    ),
)

#: Where a person with a role goes after signing in, the first that fits; everybody else to the own learning.
HOMES = (
    ((Role.COORDINATOR, Role.FOCAL_POINT), "reports"),
    ((Role.ADMINISTRATOR,), "admin"),
    (STUDIO_ROLES, "studio"),
)


def home_of(account: object) -> str:
    """The page a person starts from. Roles that wait for the second step begin with it."""
    if account.owes_second_step:  # type: ignore[attr-defined]
        return site_path("profile/second-step")
    for roles, path in HOMES:
        if account.holds(*roles):  # type: ignore[attr-defined]
            return site_path(path)
    return site_path("my-learning")


def init_app(app: Flask) -> None:
    for area in AREAS:
        add_area(app, area)
