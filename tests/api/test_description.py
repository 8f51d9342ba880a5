"""The description of the programming interface is sound, and what is answered fits it."""

import csv
import io
from itertools import product

import jsonschema
from openapi_spec_validator import validate

from lms.core import clock
from lms.core.extensions import db
from lms.releases.held import TABLES
from lms.reporting.services import save_table
from lms.reporting.stretches import Stretch

YEAR = "from=2026-01-01&to=2026-11-16"
QUARTER = "from=2026-07-01&to=2026-09-30"


def test_the_description_is_sound_and_what_is_answered_fits_it(population, report, token, public_token, read):
    described = read("openapi.json").json
    validate(described)
    schemas = described["components"]["schemas"]

    jsonschema.validate(read("tables", token).json, schemas["Tables"])
    for slug in (one["table"] for one in read("tables", token).json["tables"]):
        jsonschema.validate(read(f"tables/{slug}.json?{YEAR}", token).json, schemas["Table"])
    jsonschema.validate(read("tables", public_token).json, schemas["Tables"])
    for slug in TABLES:
        jsonschema.validate(read(f"tables/{slug}.json?{QUARTER}", public_token).json, schemas["Table"])
    jsonschema.validate(read("tables/a.json?colour=blue", token).json, schemas["Problem"])
    jsonschema.validate(read("tables/a.json").json, schemas["Problem"])
    named = {one["name"] for one in described["paths"]["/tables/{table}.json"]["get"]["parameters"]}
    for name in named - {"table"}:
        refused = read(f"tables/a.json?{name}=%20", token).json
        assert "There is no such parameter." not in str(refused), name


def test_every_described_address_answers_with_what_is_described(population, coordinator, token, read):
    """All that the description promises, asked for as it says, with the references in it followed."""
    described = read("openapi.json").json
    saved = save_table(coordinator.id, "By sex", {"rows": "sex"}, Stretch.THIS_YEAR, at=clock.now())
    db.session.commit()
    asked = 0
    for path, acts in described["paths"].items():
        assert list(acts) == ["get"]
        parameters = {one["name"]: one["schema"] for one in acts["get"].get("parameters", []) if one["in"] == "path"}
        values = {name: schema.get("enum", [str(saved.id)]) for name, schema in parameters.items()}
        for filled in [dict(zip(values, chosen, strict=True)) for chosen in product(*values.values())]:
            answer = read(path.format(**filled).removeprefix("/"), token)
            assert answer.status_code == 200, (path, filled)
            content = acts["get"]["responses"]["200"]["content"]
            assert answer.mimetype in content, (path, filled)
            if answer.is_json:
                [schema] = [kind["schema"] for kind in content.values()]
                jsonschema.validate(answer.json, {**schema, "components": described["components"]})
            else:
                lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
                assert len({len(line) for line in lines}) == 1
            asked += 1
    assert asked == 2 + 2 + 2 * len(
        described["paths"]["/tables/{table}.json"]["get"]["parameters"][0]["schema"]["enum"]
    )
