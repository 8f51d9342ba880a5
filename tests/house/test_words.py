"""Words: every one is marked for translation, and every translation is there."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: What marks a text for translation.
MARKS = frozenset({"_", "_l", "n_", "p_"})
#: The polite address with a capital in the middle of a sentence.
CAPITAL_YOU = re.compile(r"[а-яё0-9,;–)] (Вы|Вас|Вам|Вами|Ваш[а-я]*)\b")


def test_catalogues_are_fresh_and_complete():
    """Kyrgyz and Russian have every text, with the same placeholders and tags."""
    run = subprocess.run([sys.executable, "tools/words.py", "check"], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


def test_no_word_is_marked_where_it_is_not_gathered():
    """What is marked inside an f-string is not found, so that nobody is asked to translate it."""
    files = list((ROOT / "lms").rglob("*.py"))
    found = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in files
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]

    assert files
    assert found == []


@pytest.mark.parametrize("folder", ["content", "translations/ru"])
def test_russian_texts_address_everybody_in_small_letters(folder):
    """Interface and texts stand on one page: "вы", a capital only where a sentence, a heading or a cell begins."""
    texts = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".md", ".yaml", ".po"}]
    found = [f"{path.name}: {hit.group()}" for path in texts for hit in CAPITAL_YOU.finditer(path.read_text("utf-8"))]

    assert len(texts) > 0
    assert found == []
