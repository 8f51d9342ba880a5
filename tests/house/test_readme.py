"""README is true: every room is on the map, every setting explained, every verb there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_room_is_on_the_map():
    rooms = {path.parent.name for path in (ROOT / "lms").glob("*/__init__.py")}

    assert {room for room in rooms if f"`{room}`" not in README} == set()


def test_every_setting_is_explained():
    asked = set(re.findall(r"environ\.get\(\"([A-Z_]+)\"", (ROOT / "config.py").read_text(encoding="utf-8")))

    assert {name for name in asked if f"`{name}`" not in README} == set()


def test_the_two_commands_come_first():
    assert README.index("make run") < README.index("make test") < README.index("\n## ")


def test_every_verb_is_known():
    verbs = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert {verb for verb in verbs if f"make {verb}" not in README} <= {"help", "clean", "content"}


def test_every_place_it_names_is_there():
    """Rooms move; what the decisions point at moves with them."""
    named = set(re.findall(r"`((?:lms|tests|tools|content|deploy|bench|migrations)/[\w./-]*)`", README))

    assert named
    assert {place for place in named if not (ROOT / place).exists()} == set()
