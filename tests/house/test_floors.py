"""The house: rooms on floors, and what is private to a room stays in it."""

import ast
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
LMS = ROOT / "lms"
#: Open to rooms above: data, questions, deeds, rules, news, refusals.
SHARED = {"models", "queries", "services", "policies", "events", "errors", "documents", "kinds", "requirements"}
PRIVATE = {"views", "forms", "cli", "tasks", "emails", "subscribers"}
GROUND = {"core", "ui", "documents", "sheets"}
WEB = {"flask", "flask_login", "flask_wtf", "wtforms"}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("lms", include_external_packages=True)


def room_of(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def kind_of(module):
    parts = module.split(".")
    return parts[2] if len(parts) > 2 else ""


def test_views_forms_and_tasks_are_private_to_their_room(graph):
    trespasses = [
        (importer, imported)
        for imported in graph.modules
        if imported.startswith("lms.") and kind_of(imported) in PRIVATE and room_of(imported) not in GROUND
        for importer in graph.find_modules_that_directly_import(imported)
        if room_of(importer) != room_of(imported)
    ]

    assert trespasses == []


@pytest.mark.parametrize("kind", ["models", "queries", "services", "policies", "events", "errors"])
def test_rules_and_services_never_see_the_web(graph, kind):
    seen = [
        (module, imported)
        for module in graph.modules
        if module.startswith("lms.") and kind_of(module) == kind and room_of(module) not in GROUND
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.split(".")[0] in WEB
    ]

    assert seen == []


@pytest.mark.parametrize("kind", ["views", "forms"])
def test_views_and_forms_write_no_sql(graph, kind):
    written = [
        (module, imported)
        for module in graph.modules
        if module.startswith("lms.") and kind_of(module) == kind
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.split(".")[0] == "sqlalchemy" or imported == "lms.core.extensions"
    ]

    assert written == []


def calls(tree, name):
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
    ]


def test_only_edges_commit():
    edges = {"core/transactions.py", "core/jobs.py", "core/daily.py", "core/carrier.py", "core/database.py"}
    found = {
        f"{path.relative_to(LMS)}:{line}"
        for path in LMS.rglob("*.py")
        if str(path.relative_to(LMS)) not in edges and path.name not in {"cli.py", "serving.py"}
        for line in calls(ast.parse(path.read_text(encoding="utf-8")), "commit")
    }

    assert found == set()


def test_services_are_told_the_time():
    asked = {
        f"{path.relative_to(LMS)}:{line}"
        for path in [
            *LMS.rglob("services.py"),
            *LMS.rglob("services/*.py"),
            *LMS.rglob("models.py"),
            *LMS.rglob("models/*.py"),
        ]
        for line in calls(ast.parse(path.read_text(encoding="utf-8")), "now")
    }

    assert asked == set()


def test_every_room_says_what_it_is_for():
    silent = [
        room.name
        for room in LMS.iterdir()
        if (room / "__init__.py").exists() and not ast.get_docstring(ast.parse((room / "__init__.py").read_text()))
    ]

    assert silent == []
