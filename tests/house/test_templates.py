"""Templates arrange; they do not decide, and they carry neither style nor script."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "lms").rglob("templates/**/*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style"),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)"),
    "an inline handler": re.compile(r"\son[a-z]+\s*="),
    "a new window": re.compile(r"target\s*=\s*[\"']_blank"),
    "required or placeholder": re.compile(r"\s(required|placeholder)(\s|=|>)"),
    "another host": re.compile(r"(?:src|href)\s*=\s*[\"']https?://"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "lms")))
def test_a_template_is_clean(app, path):
    source = path.read_text(encoding="utf-8")
    tree = app.jinja_env.parse(source)
    bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(bare)]

    assert found == []
    assert not re.search(r"\|\s*safe\b", source)
    assert unused_imports(tree, source) == []


def unused_imports(tree, source):
    """Macros that are imported and never called."""
    imported = [
        name[1] if isinstance(name, tuple) else name for node in tree.find_all(nodes.FromImport) for name in node.names
    ]
    body = re.sub(r"{%-?\s*from.*?%}", "", source, flags=re.DOTALL)
    return [name for name in imported if not re.search(rf"\b{name}\b", body)]
