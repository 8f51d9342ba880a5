"""Words: every one is marked for translation, and every translation is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: The polite address with a capital in the middle of a sentence.
CAPITAL_YOU = re.compile(r"[а-яё0-9,;–)] (Вы|Вас|Вам|Вами|Ваш[а-я]*)\b")


def test_catalogues_are_fresh_and_complete():
    """Kyrgyz and Russian have every text, with the same placeholders and tags."""
    run = subprocess.run([sys.executable, "tools/words.py", "check"], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("folder", ["content", "translations/ru"])
def test_russian_texts_address_everybody_in_small_letters(folder):
    """Interface and texts stand on one page: "вы", a capital only where a sentence, a heading or a cell begins."""
    texts = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".md", ".yaml", ".po"}]
    found = [f"{path.name}: {hit.group()}" for path in texts for hit in CAPITAL_YOU.finditer(path.read_text("utf-8"))]

    assert len(texts) > 0
    assert found == []
