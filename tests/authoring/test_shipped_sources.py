"""What the shipped modules cite: one source has one name, wherever it is cited."""

from collections import defaultdict

import yaml

from tests.support.shipped import CONTENT


def test_a_source_is_called_the_same_in_every_module():
    names = defaultdict(set)
    for path in (CONTENT / "sources.yaml", *CONTENT.glob("*/sources.yaml")):
        for source in yaml.safe_load(path.read_text(encoding="utf-8")):
            for field in ("title", "publisher"):
                for language, words in (source.get(field) or {}).items():
                    names[source["key"], field, language].add(words)

    assert {place: said for place, said in names.items() if len(said) > 1} == {}
