"""A person at a browser without script: keeps the connection and the cookies, fills in forms."""

import http.client
import json
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import brotli

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


class Client:
    """``page`` is the text last seen, ``size`` its bytes as sent."""

    def __init__(self, port):
        self.port, self.cookies, self.page, self.size = port, {}, "", 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, path, body=None, headers=None):
        """Status, address it leads to and body (decompressed) of one answer. Raises OSError when the line is down."""
        sent = {"Accept-Encoding": "br", "Accept-Language": "en", "Host": "127.0.0.1", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
            content = answer.read()
        except http.client.HTTPException as error:
            self.connection.close()
            raise ConnectionError(str(error)) from error
        except OSError:
            self.connection.close()
            raise
        self.size = len(content)
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(value).items()})
        if answer.headers.get("Content-Encoding") == "br":
            content = brotli.decompress(content)
        return answer.status, answer.headers.get("Location"), content

    def get(self, path):
        """Open the page, following redirects; the status."""
        status, location, content = self.ask("GET", path)
        while status in (302, 303) and location:
            path = local(location)
            status, location, content = self.ask("GET", path)
        self.path, self.page = path, content.decode(errors="replace")
        return status

    @property
    def token(self):
        """The form token of the page last seen."""
        found = TOKEN.search(self.page)
        return found.group(1) if found else ""

    def post(self, path, values, *, follow=True):
        """Send a form with the token of the page last seen; the status of the answer, or of where it leads."""
        data = urlencode([("csrf_token", self.token), *pairs(values)])
        status, location, content = self.ask("POST", path, data, {"Content-Type": FORM, "Accept": "text/html"})
        self.page = content.decode(errors="replace")
        if follow and status in (302, 303):
            return self.get(local(location))
        return status

    def send(self, path, value, token):
        """Send JSON as a script does; status and what came back."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token}
        status, _location, content = self.ask("POST", path, json.dumps(value), headers)
        return status, json.loads(content) if content[:1] == b"{" else None

    def sign_in(self, login, password):
        """The status of the answer: 303 is success."""
        self.get("/en/sign-in")
        return self.post("/en/sign-in", {"login": login, "password": password}, follow=False)


def pairs(values):
    for name, value in values.items():
        for single in value if isinstance(value, list) else [value]:
            yield name, single


def local(address):
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
