"""Odd questions get an answer and never an error of ours: addresses, queries, forms, files and sizes."""

import random
import re
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from lms.core import picture_worker
from lms.core.pictures import MOST_PIXELS, WIDEST
from tests.security import world as worlds
from tests.security.routes import KEYS, routes, values_for
from tests.support.csrf import token_of

HUGE = "9" * 5000
#: What a query or a field may hold when somebody plays with it.
ODD = (
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "9" * 30,
    HUGE,
    "٣",  # a digit that is no ASCII
    "²",
    "true",
    "null",
    "[]",
    "{}",
    '{"a":[1,2]}',
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "' or 1=1 --",
    "%s %(x)s {0} {{7*7}} ${7*7}",
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "\u202eabc\u200b",
    "../../etc/passwd",
    "//evil.example/",
    "a" * 20_000,
    str(uuid4()),
    "😀ңөү",
)
QUERIES = (
    "page", "who", "role", "name", "region", "kind", "type", "rows", "from", "to", "year", "quarter", "sort", "dir",
    "module", "output", "group", "profession", "sex", "age", "institution", "audience", "delimiter", "code", "next",
    "language", "again", "act", "person", "state", "words",
)  # fmt: skip
ROLES = ["learner", "author", "coordinator", "administrator", "gender reviewer", "own focal point", "visitor"]


def somebody(world, role):
    return world.owners.get(role) or world.strangers.get(role)


def random_for(*names):
    """The same choice in each run, another for each test."""
    return random.Random("/".join(names))


@dataclass
class Walk:
    """Addresses that somebody can read, and the address of each form there to its fields and what stands in them."""

    readable: list[str] = field(default_factory=list)
    fields: dict[str, dict] = field(default_factory=dict)


@pytest.fixture(scope="module")
def walks():
    """What each role has seen. All tests of the file stand in the same world, so nobody need walk through it twice."""
    return {}


@pytest.fixture
def walk(app, world, browser, walks, role):
    if role not in walks:
        walks[role] = walked(app, world, browser(somebody(world, role)))
    return walks[role]


def walked(app, world, own):
    found = Walk()
    for route in routes(app, world, "GET"):
        page = own.visit(route.address, follow=False)
        if page.status == 200:
            found.readable.append(route.address)
        for form in page.all("//form[translate(@method,'POST','post')='post']") if page.tree is not None else []:
            action = re.sub(r"[?#].*", "", form.get("action") or page.path)
            named = form.xpath(".//input|.//select|.//textarea|.//button")
            found.fields.setdefault(action, {}).update({f.get("name"): f.get("value") for f in named if f.get("name")})
    return found


@pytest.mark.parametrize("role", ROLES)
def test_odd_queries_break_no_page(world, browser, walk, role):
    own, dice = browser(somebody(world, role)), random_for("query", role)

    for address in walk.readable:
        for _round in range(3):
            query = [(name, dice.choice(ODD)) for name in dice.sample(QUERIES, 12)]
            own.visit(address, query=[*query, query[0]], follow=False)


@pytest.mark.parametrize(
    ("role", "path", "name"),
    [
        ("coordinator", "/en/reports/institutions", "page"),
        ("coordinator", "/en/reports/institutions", "year"),
        ("own focal point", "/en/reports/institutions/{institution_id}/people", "page"),
        ("coordinator", "/en/admin/institutions", "page"),
        ("administrator", "/en/admin/people", "page"),
        ("administrator", "/en/admin/log", "page"),
        ("administrator", "/en/admin/log", "from"),
        ("administrator", "/en/admin/log", "person"),
        ("administrator", "/en/admin/jobs", "page"),
        ("coordinator", "/en/reports", "from"),
        ("coordinator", "/en/reports", "institution"),
        ("coordinator", "/en/reports/files/long.csv", "to"),
        ("visitor", "/verify", "code"),
        ("visitor", "/en/sign-in", "next"),
    ],
)
def test_each_odd_value_where_numbers_and_days_are_read(world, browser, role, path, name):
    own = browser(somebody(world, role))

    for value in ODD:
        assert own.visit(path.format(**world.values), query={name: value}, follow=False).status < 500


@pytest.mark.parametrize("role", ROLES)
def test_odd_forms_break_no_page(app, world, browser, walk, role):
    """Fields of the page's own forms filled with anything; then fields that no form has."""
    own, dice, fields = browser(somebody(world, role)), random_for("form", role), walk.fields

    for route in routes(app, world, "POST"):
        if route.endpoint in {"accounts.sign_out", "accounts.keep_new_password"}:
            continue
        names = sorted(fields.get(route.address, {"act", "reason", "text", "name", "base", "key"}))
        token = token_of(own)
        for _round in range(3):
            form = {name: dice.choice(ODD) for name in names if dice.random() < 0.8}
            if "base" in fields.get(route.address, {}) and dice.random() < 0.7:
                form["base"] = fields[route.address]["base"]
            own.post(route.address, {**form, "csrf_token": token}, follow=False)


NUMBERS = ["0", "99999999999999999999", HUGE[:400]]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("path", ["editions/{}/withdraw", "history/{}"])
def test_a_number_beyond_all_numbers_is_absent(world, browser, path, number):
    own = browser(world.owners["author"])

    assert own.visit(f"/en/studio/modules/desk/{path.format(number)}", follow=False).status == 404
    form = {"csrf_token": token_of(own)}
    assert own.post(f"/en/studio/modules/desk/{path.format(number)}", form).status in (404, 405)


@pytest.mark.parametrize("value", ["9" * 30, "-" + "9" * 30, HUGE, "x", ""])
def test_a_story_is_not_left_by_odd_numbers(world, browser, value):
    own = browser(world.owners["learner"])
    for act in ("", "back"):
        form = {"walk": value, "position": value, "act": act, "choice": "a", "csrf_token": token_of(own)}
        assert own.post("/en/modules/practice/scenario", form, follow=False).status == 303


def odd_path_values():
    """Values of the path that are no ids of anything."""
    return ["nothing", "..", "%2e%2e", "a%00b", "%ff", "x" * 3000, "'", "<b>", "../../x", "%0d%0aSet-Cookie:a=b"]


@pytest.mark.parametrize("role", ["learner", "author", "administrator"])
def test_odd_addresses_are_absent(app, world, browser, role):
    own = browser(somebody(world, role))
    adapter = app.url_map.bind("localhost")

    for rule in app.url_map.iter_rules():
        texts = rule.arguments & {"slug", "lesson", "key", "name", "sha256", "code", "secret", "contact_secret"}
        if "GET" not in rule.methods or rule.endpoint == "static" or not texts:
            continue
        values = values_for(rule, world)
        for changed in sorted(texts):
            if str(rule.rule).count(f":{changed}>"):
                continue  # one of a list
            mark = "qqqq"
            path = adapter.build(rule.endpoint, {**values, changed: mark})
            for value in odd_path_values():
                answer = own.client.get(path.replace(mark, value))
                assert answer.status_code in (200, 303, 302, 301, 401, 404, 405, 422, 429), (path, value)
                assert "Set-Cookie:a" not in str(answer.headers)


def body_of(page):
    """What a person sees, without the number of the request."""
    return re.sub(r"[0-9a-f]{16}", "", re.sub(r'name="csrf_token" value="[^"]*"', "", page.html))


@pytest.mark.parametrize(
    ("role", "path", "name"),
    [
        ("trainee", "/en/modules/practice/quiz/{}", "attempt_id"),
        ("trainee", "/en/my-learning/certificates/{}/certificate.pdf", "certificate_id"),
        ("focal point", "/en/reports/institutions/{}", "institution_id"),
        ("coordinator", "/en/reports/exports/{}", "export_id"),
        ("trainer", "/en/studio/reviews/{}", "review_id"),
        ("trainee", "/en/admin/people/{}", "account_id"),
        ("trainee", "/en/admin/institutions/{}", "typed_id"),
    ],
)
def test_what_is_foreign_looks_like_what_is_not(world, browser, role, path, name):
    own = browser(world.strangers[role])
    foreign, absent = path.format(world.values[name]), path.format(uuid4())

    pages = [own.visit(address) for address in (foreign, absent)]

    assert [page.status for page in pages] == [404, 404]
    bodies = [body_of(page).replace(foreign[3:], "/x").replace(absent[3:], "/x") for page in pages]
    assert bodies[0] == bodies[1]
    assert len(bodies[0]) > 500


def test_a_module_in_work_looks_like_no_module(world, browser):
    """One nobody has published yet, another that never was: for people without a desk in the studio."""
    own = browser(world.strangers["trainer"])
    pages = [own.visit(f"/en/studio/modules/{slug}") for slug in ("desk", "desx")]

    assert [page.status for page in pages] == [404, 404]
    assert body_of(pages[0]).replace("/desk", "/desx") == body_of(pages[1])


# ── Sizes and files ───────────────────────────────────────────────────────────────────────────────────────────


def multipart(*parts):
    """A body as browsers send it: (name, name of a file or None, content) each."""
    pieces = []
    for name, file, content in parts:
        named = f'; filename="{file}"' if file else ""
        pieces.append(f'--border\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content)
    return b"\r\n".join([*pieces, b"--border--\r\n"])


BIG = {
    "field": [("ky", None, b"x" * 1_200_000)],
    "fields": [(f"f{number}", None, b"x") for number in range(2100)],
    "file": [("file", "big.png", b"x" * 3_000_000)],
}


@pytest.mark.parametrize("path", ["/en/profile/name", "/en/modules/practice/lessons/first", "/en/sign-in"])
@pytest.mark.parametrize("kind", sorted(BIG))
def test_a_body_beyond_measure_is_refused_with_a_page(world, browser, path, kind):
    own = browser(world.owners["learner"])
    before = worlds.rows()
    body = multipart(("csrf_token", None, token_of(own).encode()), *BIG[kind])

    page = own.post(path, body, content_type="multipart/form-data; boundary=border", follow=False)

    assert page.status == 413
    assert page.heading
    assert worlds.changed(before, worlds.rows()) == {}


def send_picture(own, content, name="picture.png"):
    form = {"csrf_token": token_of(own), "file": (BytesIO(content), name)}
    return own.post("/en/studio/modules/desk/pictures", form, content_type="multipart/form-data", follow=False)


def png(width, height, body=b""):
    """A PNG that says it is so large."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


HOSTILE = {
    "a bomb": png(30_000, 30_000),
    "one that says it is endless": png(2**31 - 1, 2**31 - 1),
    "a stub": png(100, 100),
    "a page": b"<html><script>alert(1)</script>",
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "nothing": b"",
    "a head only": b"\x89PNG\r\n\x1a\n",
    "an archive": b"PK\x03\x04" + b"\x00" * 100,
    "a script in front": b"GIF89a/*" + b"\x00" * 50,
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_a_file_that_is_no_picture_is_refused(world, browser, kind):
    own = browser(world.owners["author"])
    before = worlds.rows()

    assert send_picture(own, HOSTILE[kind]).status == 422
    assert worlds.changed(before, worlds.rows()) == {}


@pytest.mark.filterwarnings("ignore")  # the library complains in words, too
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_damaged_pictures_are_taken_or_refused(world, kind):
    """In the process that draws them this is all that can be said of them; see tests/authoring/test_images.py."""
    sound, dice = BytesIO(), random_for("picture", kind)
    shapes = [{"kind": None, "widest": WIDEST, "most": None}]
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((60, 40), 80).convert("RGB").save(sound, kind, exif=exif)

    for _round in range(400):
        content = bytearray(sound.getvalue())
        for _byte in range(dice.randint(1, 8)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        with suppress(*picture_worker.COMPLAINTS, picture_worker.TooLarge):
            damaged = bytes(content[: dice.choice([None, None, dice.randrange(len(content))])])
            picture_worker.drawn(damaged, pixels=MOST_PIXELS, shapes=shapes)


@pytest.mark.parametrize(
    "name", ["../../x.png", "a\x00.png", "картина.png", "x.png.html.png", ".png", "con.png", "a/b\\c.png", "-.png"]
)
def test_a_picture_gets_a_name_of_ours(world, browser, name):
    sound = BytesIO()
    Image.new("RGB", (4, 4)).save(sound, "PNG")
    own = browser(world.owners["author"])

    page = send_picture(own, sound.getvalue(), name)

    assert page.status == 303
    pictures = own.visit("/en/studio/modules/desk/pictures")
    for source in pictures.all("//main//img/@src"):
        assert re.fullmatch(r"/en/studio/modules/desk/pictures/[0-9a-f]{64}/[a-z0-9-]+\.png", source)


def test_the_keys_of_parts_are_those_of_the_sample(world):
    """The samples of the matrix name parts that exist; otherwise its 404s would mean nothing."""
    from tests.authoring.documents import sound_document  # noqa: PLC0415

    document = sound_document(slug="desk")
    assert KEYS["lessons"] in document.lessons_by_key
    assert KEYS["questions"] in document.questions_by_key
    assert KEYS["nodes"] in document.scenario.places
