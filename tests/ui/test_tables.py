"""Tables of numbers: one without a line says so."""

import pytest

from lms.core.i18n import speaking

DRAWN = """{% from "ui/components/data_table.html" import data_table with context -%}
{{ data_table("People", columns, rows) }}"""
COLUMNS = [{"key": "who", "title": "Who"}, {"key": "count", "title": "How many", "kind": "number"}]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ky", "Бул тандоо боюнча жазуу жок."),
        ("ru", "По этому выбору записей нет."),
        ("en", "No lines for this choice."),
    ],
)
def test_a_table_without_lines_says_so(app, code, said):
    with app.test_request_context("/en/"), speaking(code):
        template = app.jinja_env.from_string(DRAWN)
        assert f'<td colspan="2">{said}</td>' in template.render(columns=COLUMNS, rows=[])
        assert said not in template.render(columns=COLUMNS, rows=[{"who": "Women", "count": 3}])
