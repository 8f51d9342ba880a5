"""Every route of the application with values that name somebody else's things."""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.core import policy
from tests.security.world import TALK

#: What a path value is where the world does not say.
SAMPLES = {
    "language": "en",
    "purpose": "study",
    "role": "trainer",
    "slug": "practice",
    "number": 1,
    "revision": 1,
    "pair": "ky+en",
}
#: The studio's module, institution and keys are other ones than the learner's.
KEYS = {"lessons": "first", "checks": "c1", "questions": "a1", "nodes": "n1", "endings": "good", "sources": "iccpr"}

#: What a whole room is asked about.
IN_ROOMS = {"insight": {"slug": "desk", "key": KEYS["questions"], "ending": "csv"}}


@dataclass(frozen=True)
class Route:
    endpoint: str
    permission: str
    method: str
    address: str


def routes(app, world, method) -> Iterator[Route]:
    """One address for each rule; a rule with a value that nobody has thought of stops the test."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method not in rule.methods or rule.endpoint == "static":
            continue
        permission = policy.routes(app)[rule.endpoint]
        yield Route(rule.endpoint, permission, method, adapter.build(rule.endpoint, values_for(rule, world), method))


def values_for(rule, world):
    room = rule.endpoint.split(".")[0]
    known = {**SAMPLES, **world.values, **IN_ROOMS.get(room, {})}
    if room == "authoring":
        known["slug"] = "desk"
        known |= studio_values(rule.rule)
    if room == "invited":
        known["code"] = world.values["invitation_code"]
    if room == "admin":
        known["institution_id"] = world.values["typed_id"]
    if rule.endpoint == "home.show_text":
        known["name"] = "help"
    if rule.endpoint == "reporting.download_table":
        known |= {"slug": "a", "ending": "csv"}
    if rule.endpoint == "reporting.show_unplaced_progress":
        known["enrolment_id"] = world.values["unplaced_id"]
    if rule.endpoint in {"admin.download_template", "reporting.download_comparison"}:
        known["ending"] = "csv"
    if rule.endpoint == "reporting.show_table":
        known["slug"] = "a"
    if rule.endpoint in {"admin.confirm_end", "admin.end_role"}:
        known["account_id"] = world.values["author_id"]
    return {name: known[name] for name in rule.arguments}


def studio_values(path):
    """The field of a part, if the rule leaves a choice, and the key of one part of that kind."""
    if "(checks,questions):field" in path:
        return {"field": "questions", "key": KEYS["questions"]}
    if "(nodes,endings):field" in path:
        return {"field": "nodes", "key": KEYS["nodes"]}
    if "/recordings/" in path:
        return {"name": TALK.name}
    name = "sources" if "/sources/" in path else "lessons"
    return {"key": KEYS[name]}
