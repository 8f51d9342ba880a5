"""A person at a browser without script: keeps the connection and the cookies, fills in forms."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import brotli

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Client:
    def __init__(self, port):
        self.port, self.cookies = port, {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, path, body=None, headers=None):
        """Status, location and body (decompressed) of one answer."""
        sent = {"Accept-Encoding": "br", "Accept-Language": "en", "Host": "127.0.0.1", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
        content = answer.read()
        self.size = len(content)
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(value).items()})
        if answer.headers.get("Content-Encoding") == "br":
            content = brotli.decompress(content)
        return answer.status, answer.headers.get("Location"), content

    def get(self, path):
        """The page, following redirects."""
        status, location, content = self.ask("GET", path)
        while status in (302, 303) and location:
            status, location, content = self.ask("GET", local(location))
        self.page = content.decode()
        return status

    def post(self, path, values, *, follow=True):
        """Send a form with the token of the page last seen."""
        token = TOKEN.search(self.page)
        data = urlencode([("csrf_token", token.group(1) if token else ""), *pairs(values)])
        status, location, content = self.ask(
            "POST", path, data, {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
        )
        self.page = content.decode(errors="replace")
        if follow and status in (302, 303):
            return self.get(local(location))
        return status

    def sign_in(self, login, password):
        self.get("/en/sign-in")
        return self.post("/en/sign-in", {"login": login, "password": password}, follow=False)


def pairs(values):
    for name, value in values.items():
        for single in value if isinstance(value, list) else [value]:
            yield name, single


def local(address):
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
