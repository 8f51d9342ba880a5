"""Templates for the floor, made of pages as our server sent them.

Every value that depends on person or rows goes back to being a variable; all else stays as it was sent.
"""

import re

from markupsafe import escape

THREAD = re.compile(r'(?<=<ol class="thread">\n).*?(?=</ol>)', re.DOTALL)
ITEM = re.compile(
    r'<li(?: class="(?P<css>done|now)")?>(?P<start>.*?)(?:<small>(?P<note>.*?)</small>)?(?P<end></(?:a|span)></li>)'
)
FIELDSET = re.compile(r'<fieldset [^>]*data-question="(?P<key>[^"]+)".*?</fieldset>', re.DOTALL)
INPUT = re.compile(
    r'<input type="(?:radio|checkbox)" (?P<start>[^>]*?value="(?P<value>[^"]*)"[^>]*?)(?P<checked> checked)?>'
)
SEEN = re.compile(r'(?<=name="seen" value=")[^"]*')
SAVED_AT = re.compile(r"\b\d\d:\d\d\b")


class Template:
    """A page on its way to being a template."""

    def __init__(self, page):
        if "{{" in page or "{%" in page:
            raise ValueError("The page holds signs of the template language.")
        self.text = page

    def put(self, literal, expression):
        """The expression wherever the literal stands; it must stand somewhere."""
        if str(literal) not in self.text:
            raise ValueError(f"The page does not hold {literal!r}.")
        self.text = self.text.replace(str(literal), expression)

    def swap(self, pattern, replacement):
        """The same for a pattern."""
        self.text, count = pattern.subn(replacement, self.text)
        if not count:
            raise ValueError(f"The page holds nothing like {pattern.pattern}.")


def lesson_template(page, token, name, texts, steps):
    """``texts``: the HTML between the checks; ``steps``: keys of the contents in their order."""
    template = Template(page)
    for number, html in enumerate(texts):
        template.put(html, f"{{{{ texts[{number}]|safe }}}}")
    template.put(token, "{{ token }}")
    template.put(escape(name), "{{ name }}")
    template.swap(THREAD, lambda found: thread_of(found.group(), steps))
    template.swap(FIELDSET, lambda found: with_choices(found.group(), f"answers.get('{found['key']}', ())"))
    return template.text


def thread_of(items, steps):
    """Each item but that of the page itself is drawn as done if its step is among the rows."""
    keys = iter(steps)

    def draw(found):
        is_done = f"'{next(keys)}' in done"
        if found["css"] == "now":
            return found.group()
        css = f'{{% if {is_done} %}} class="done"{{% endif %}}'
        note = found["note"]
        if note is not None:
            done, open_ = (note, "-") if found["css"] else ("-", note)
            note = f"<small>{{% if {is_done} %}}{done}{{% else %}}{open_}{{% endif %}}</small>"
        return f"<li{css}>{found['start']}{note or ''}{found['end']}"

    return ITEM.sub(draw, items)


def with_choices(fieldset, chosen):
    """Each option is marked if it is among ``chosen``, an expression."""

    def draw(found):
        kind = found.group().split(" ", 2)[1]
        return f"<input {kind} {found['start']}{{% if '{found['value']}' in {chosen} %}} checked{{% endif %}}>"

    return INPUT.sub(draw, fieldset)


def quiz_template(page, token, name, questions):
    """``questions``: key, stem, case and options (key to text) as asked."""
    template = Template(page)
    template.swap(SEEN, lambda found: "{{ seen }}")
    template.swap(SAVED_AT, lambda found: "{{ saved_at }}")
    template.put(token, "{{ token }}")
    template.put(escape(name), "{{ name }}")
    numbers = {question["key"]: number for number, question in enumerate(questions)}

    def draw(found):
        number, key = numbers[found["key"]], found["key"]
        text = Template(found.group())
        question = questions[number]
        text.put(escape(question["stem"]), f"{{{{ questions[{number}].stem }}}}")
        if question["case"]:
            text.put(escape(question["case"]), f"{{{{ questions[{number}].case }}}}")
        for option, words in question["options"].items():
            text.put(escape(words), f"{{{{ questions[{number}].options['{option}'] }}}}")
        text.text = re.sub(
            r'data-revision="\d+"', f"data-revision=\"{{{{ answers.get('{key}', (0, 0))[1] }}}}\"", text.text
        )
        return with_choices(text.text, f"answers.get('{key}', ((),))[0]")

    template.swap(FIELDSET, draw)
    return template.text
