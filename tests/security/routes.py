"""Every route of the application with values that name somebody else's things."""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.core import policy
from tests.security.world import LEAFLET, TALK

#: What a path value is where the world does not say.
SAMPLES = {
    "language": "en",
    "languages": "ky-ru-en",
    "purpose": "study",
    "role": "trainer",
    "slug": "practice",
    "number": 1,
    "portion": 1,
    "revision": 1,
    "pair": "ky+en",
    "form": "gift",
    "months": "3",
    "act": "iccpr",
    "scorm": "2004",
    "size": "480.webp",
    "spoken": "ky",
}
#: Where a room has a module of its own in the world.
IN_ROOM = {"grading": {"slug": "essays", "key": "a1"}}
#: The studio's module, institution and keys are other ones than the learner's.
KEYS = {
    "lessons": "first",
    "handouts": "facilitator",
    "checks": "c1",
    "questions": "a1",
    "nodes": "n1",
    "endings": "good",
    "sources": "iccpr",
}


@dataclass(frozen=True)
class Route:
    endpoint: str
    permission: str
    method: str
    address: str


def routes(app, world, method) -> Iterator[Route]:
    """One address for each rule; a rule with a value that nobody has thought of stops the test."""
    adapter, permissions = app.url_map.bind("localhost"), policy.routes(app)
    for rule in app.url_map.iter_rules():
        if method not in rule.methods or rule.endpoint == "static":
            continue
        yield Route(
            rule.endpoint,
            permissions[rule.endpoint],
            method,
            adapter.build(rule.endpoint, values_for(rule, world), method),
        )


def values_for(rule, world):
    room = rule.endpoint.split(".")[0]
    known = {**SAMPLES, **world.values, **IN_ROOM.get(room, {}), **paper_values(rule, world)}
    if room == "authoring":
        known["slug"] = "desk"
        known |= studio_values(rule.rule) | {"upload_id": world.values["question_file_id"]}
        known |= {"code": "L01" if "/language-rules/" in rule.rule else "ru", "part": "module"}
    if room == "insight":
        known |= {"slug": "desk", "key": KEYS["questions"], "ending": "csv"}
    if room == "gatherings":
        known["list_id"] = world.values["list_of_events_id"]
    if room == "invited":
        known["code"] = world.values["invitation_code"]
    if room == "quality":
        known |= {"kind": "age"} | {
            name: world.values[source]
            for name, source in (("batch_id", "facts_batch_id"), ("enrolment_id", "partless_id"))
        }
        if "/duplicates/" in rule.rule:
            known |= dict(zip(("person_id", "other_id"), world.values["twin_ids"], strict=True))
    if room == "admin":
        known["institution_id"] = world.values["typed_id"]
    known |= in_particular(rule.endpoint, world)
    return {name: known[name] for name in rule.arguments}


def in_particular(endpoint, world):
    """What single addresses take that others of their room do not."""
    known = {
        "home.show_text": {"name": "help"},
        "lessons.send_captions_of_material": {"name": LEAFLET.name},
        "lessons.send_material": {"name": LEAFLET.name},
        "reporting.download_table": {"slug": "a", "ending": "csv"},
        "reporting.show_unplaced_progress": {"enrolment_id": world.values.get("unplaced_id")},
        "admin.download_template": {"ending": "csv"},
        "authoring.take_translation_away": {"form": "po"},
        "results.download_released": {"ending": "csv"},
        "releases.download_report": {"audience": "donor", "ending": "xlsx"},
        "releases.download_lines": {"audience": "donor", "slug": "a"},
        "api_door.read_table": {"slug": "a", "ending": "csv"},
        "api_door.read_saved": {"ending": "csv"},
        "reporting.download_comparison": {"ending": "csv"},
        "reporting.download_untrained": {"ending": "csv"},
        "reporting.download_brief": {"wording": "en"},
        "reporting.download_cross_table": {"ending": "csv"},
        "reporting.show_table": {"slug": "a"},
        "evaluations.show_module_results": {"slug": "desk"},
        "evaluations.download_results": {"ending": "csv"},
        "framework.show_indicator": {"indicator": "I-1"},
        "framework.set_indicator": {"indicator": "I-1"},
        "framework.attach_evidence": {"indicator": "I-10"},
        "framework.download_table": {"ending": "csv"},
        "gatherings.download_template": {"ending": "csv"},
        "evaluations.download_follow_ups": {"ending": "csv"},
        "admin.confirm_end": {"account_id": world.values.get("author_id")},
        "admin.end_role": {"account_id": world.values.get("author_id")},
    }
    return known.get(endpoint, {})


def paper_values(rule, world):
    """The batch of the studio's module; the page of the claim belongs to the learner's."""
    is_printed = rule.endpoint.startswith("papers.") and "/studio/" in rule.rule
    return {"slug": "desk", "code": world.values["sheet_code"], "what": "sheets"} if is_printed else {}


def studio_values(path):
    """The field of a part, if the rule leaves a choice, and the key of one part of that kind."""
    if "(checks,questions):field" in path:
        return {"field": "questions", "key": KEYS["questions"], "kind": "essay"}
    if "/reuse/" in path:
        return {"owner": SAMPLES["slug"], "key": KEYS["questions"]}
    if "/questions/" in path:
        return {"key": "r1"}
    if "(nodes,endings):field" in path:
        return {"field": "nodes", "key": KEYS["nodes"]}
    if "/recordings/" in path:
        return {"name": TALK.name}
    name = next((name for name in ("sources", "handouts") if f"/{name}/" in path), "lessons")
    return {"key": KEYS[name], "part": f"lesson:{KEYS['lessons']}"}
