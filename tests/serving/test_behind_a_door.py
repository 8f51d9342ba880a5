"""The whole installation as deployed: two processes behind the door, PostgreSQL, Redis, files in a store, a worker.

The door is nginx with the very file that is deployed. It needs the machine's packages nginx and redis-server.
"""

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.client import Client
from bench.servers import Server, free_port
from lms.accounts.services import open_sign_in
from lms.core import clock, files
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.quizzes.models import Response
from tests.support import databases, stores
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, make_attempt
from tests.support.left_out import needs_program, program
from tests.support.packs import small_module

pytestmark = needs_program("nginx", package="nginx-light")

ROOT = Path(__file__).resolve().parents[2]
NAME = "localhost"
KEY = "only-for-tests"
PEOPLE, SECONDS_OF_SAVING = 6, 4


@pytest.fixture(scope="module")
def house(database_kind, tmp_path_factory):
    """Everything, started; on PostgreSQL alone, because SQLite is for one machine."""
    if database_kind != "postgresql":
        pytest.skip("SQLite serves one machine; several processes on several machines have PostgreSQL.")
    folder = tmp_path_factory.mktemp("house")
    with databases.application("postgresql", folder) as app:
        one = House(app, folder)
        try:
            yield one.start()
        finally:
            one.stop()


class House:
    def __init__(self, app, folder):
        self.app, self.folder, self.port, self.plain_port = app, folder, free_port(), free_port()
        environ = {
            "SABAK_DATA": str(folder),
            "SABAK_DEMO": "1",
            "SITE_URL": f"https://{NAME}",
            "SECRET_KEY": KEY,
            "SABAK_PROXIES": "1",
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "STORAGE_URL": app.config["STORAGE_URL"],
            "REDIS_URL": stores.redis_address(),
        }
        self.servers = [Server("wsgi:app", environ), Server("wsgi:app", environ)]
        self.environ, self.door, self.worker = {**os.environ, **environ}, None, None
        self.clients = []

    def start(self):
        for server in self.servers:
            server.start()
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
        self.worker = subprocess.Popen(command, cwd=ROOT, env=self.environ, start_new_session=True)
        configuration = door_configuration(self)
        check = subprocess.run(
            [program("nginx"), "-t", "-c", configuration], capture_output=True, text=True, check=False
        )
        assert check.returncode == 0, check.stderr
        self.door = subprocess.Popen([program("nginx"), "-c", configuration])
        wait_for(lambda: answers(self.port))
        return self

    def stop(self):
        for client in self.clients:
            client.connection.close()
        for server in self.servers:
            server.stop()
        for process in filter(None, (self.door, self.worker)):
            process.terminate()
            process.wait(timeout=30)

    def visitor(self):
        client = SafeClient(self.port)
        self.clients.append(client)
        return client

    def client(self, account_id):
        client = self.visitor()
        with self.app.app_context():
            from lms.accounts.models import Account  # noqa: PLC0415  (the rooms are imported with the app)

            secret = open_sign_in(db.session.get_one(Account, account_id), device="Test", at=clock.now())
            db.session.commit()
            signer = self.app.session_interface.get_signing_serializer(self.app)
            client.cookies["__Host-sabak"] = signer.dumps({"_user_id": secret})
        return client


class SafeClient(Client):
    """A browser that speaks TLS with the door."""

    def __init__(self, port):
        super().__init__(port)
        self.connection.close()
        trusting = ssl._create_unverified_context()
        self.connection = http.client.HTTPSConnection(NAME, port, timeout=30, context=trusting)

    def ask(self, method, path, body=None, headers=None):
        return super().ask(method, path, body, {"Referer": f"https://{NAME}/", **(headers or {}), "Host": NAME})


def door_configuration(house):
    """The deployed file with its five names filled in, in a frame that needs no rights of the machine."""
    make_certificate(house.folder)
    places = {
        "SERVER_NAME": NAME,
        "CERTIFICATE": house.folder / "fullchain.pem",
        "CERTIFICATE_KEY": house.folder / "privkey.pem",
        "MAINTENANCE": ROOT / "lms/ui/templates/ui/errors/static.html",
        "APPLICATIONS": " ".join(
            f"server 127.0.0.1:{server.port} max_fails=1 fail_timeout=5s;" for server in house.servers
        ),
    }
    text = (ROOT / "deploy" / "nginx.conf.template").read_text(encoding="utf-8")
    for name, value in places.items():
        text = text.replace(f"${{{name}}}", str(value))
    text = text.replace("listen 443", f"listen 127.0.0.1:{house.port}")
    text = text.replace("listen 80", f"listen 127.0.0.1:{house.plain_port}")
    temporary = " ".join(
        f"{kind}_temp_path {house.folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    frame = (
        f"{user} daemon off; pid {house.folder / 'nginx.pid'}; error_log {house.folder / 'door.log'};"
        f" events {{}} http {{ {temporary}\n{text}\n}}"
    )
    path = house.folder / "nginx.conf"
    path.write_text(frame, encoding="utf-8")
    return str(path)


def make_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def answers(port):
    client = SafeClient(port)
    try:
        return client.get("/healthz") == 200
    except OSError:
        return False
    finally:
        client.connection.close()


def wait_for(happens, *, seconds=60):
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.1)


class Saver:
    """A person who saves one answer after the other, and again what got no answer, as the page's script does."""

    def __init__(self, client, path, token, questions):
        self.client, self.path, self.token, self.questions = client, path, token, questions
        self.acknowledged, self.again = {}, 0

    def save_for(self, seconds):
        until, number = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            key, options = self.questions[number % len(self.questions)]
            self.save(key, [options[number // len(self.questions) % len(options)]])
            number += 1

    def save(self, key, value):
        """With one write id until the answer is there; what another try has stored counts as acknowledged by it."""
        write = str(uuid.uuid4())
        while True:
            base = self.acknowledged.get(key, (0, None))[0]
            answer = {"question": key, "value": value, "write": write, "base": base}
            try:
                status, said = self.client.send(self.path, {"answers": [answer]}, self.token)
            except OSError:
                status, said = 0, None
            if status == 200:
                break
            assert status in (0, 502, 503, 504), status
            self.again += 1
            time.sleep(0.05)
        for conflict in said["conflicts"]:
            self.acknowledged[key] = (conflict["revision"], conflict["value"])
        for saved in said["saved"]:
            self.acknowledged[key] = (saved["revision"], value)


def test_nothing_is_lost_when_one_of_two_processes_is_killed(house):
    savers, attempts = [], []
    with house.app.app_context():
        edition = make_edition(small_module("behind-a-door", "M950"))
        people = []
        for _ in range(PEOPLE):
            account = make_account()
            attempt = make_attempt(make_enrolment(edition, account.person, done=READY))
            people.append((account.id, attempt.id, attempt.drawn))
        db.session.commit()
    for account_id, attempt_id, drawn in people:
        client = house.client(account_id)
        path = f"/en/modules/behind-a-door/quiz/{attempt_id}"
        assert client.get(path) == 200
        attempts.append(attempt_id)
        savers.append(Saver(client, f"{path}/answers", client.token, [(key, options) for key, options in drawn]))
    threads = [threading.Thread(target=saver.save_for, args=(SECONDS_OF_SAVING,)) for saver in savers]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS_OF_SAVING / 3)

    house.servers[0].kill()

    for thread in threads:
        thread.join()
    house.servers[0].start()
    with house.app.app_context():
        for attempt_id, saver in zip(attempts, savers, strict=True):
            stored = {
                row.question_key: (row.revision, row.chosen)
                for row in db.session.query(Response).filter(Response.attempt_id == attempt_id)
            }
            assert saver.acknowledged
            assert stored == saver.acknowledged
    assert sum(len(saver.acknowledged) for saver in savers) >= PEOPLE


def test_a_job_goes_through_redis_to_the_worker_and_its_file_into_the_store(house):
    with house.app.app_context():
        key = files.put("tests", b"kept apart")
        assert files.get(key) == b"kept apart"
        assert house.app.config["STORAGE_URL"].startswith("s3://")
    client = house.visitor()
    client.get("/en/sign-in/reset")
    account_email = "through-the-door@example.org"
    with house.app.app_context():
        make_account(email=account_email)
        db.session.commit()

    client.get("/en/sign-in/reset")
    assert client.post("/en/sign-in/reset", {"email": account_email}) == 200

    def is_done():
        with house.app.app_context():
            db.session.rollback()
            job = db.session.query(Job).filter(Job.name.like("core.mail.%")).first()
            return job is not None and job.state == "done"

    wait_for(is_done)


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_what_is_for_the_keeper_is_not_behind_the_door(house, path):
    assert house.visitor().get(path) == 404


def test_a_request_with_two_lengths_is_refused(house):
    trusting = ssl._create_unverified_context()
    with (
        socket.create_connection(("127.0.0.1", house.port), timeout=10) as plain,
        trusting.wrap_socket(plain, server_hostname=NAME) as line,
    ):
        line.sendall(
            b"POST /en/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        )
        assert b" 400 " in line.recv(200).split(b"\r\n", 1)[0]


def test_a_name_that_is_not_ours_gets_no_answer(house):
    connection = http.client.HTTPConnection("127.0.0.1", house.plain_port, timeout=10)
    connection.request("GET", "/", headers={"Host": "somebody-else.example"})
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        connection.getresponse()
    connection.close()


def test_what_a_visitor_says_of_proxies_is_not_believed(house):
    client = house.visitor()

    client.ask("GET", "/en/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"})
    status, _location, content = client.ask("GET", "/en/", headers={"X-Forwarded-Host": "evil.example"})

    assert status == 200
    assert b"evil.example" not in content


def test_while_nothing_answers_a_page_in_three_languages_says_so(house):
    for server in house.servers:
        os.killpg(server.process.pid, signal.SIGSTOP)
        server.kill()
    client = house.visitor()

    status, _location, content = client.ask("GET", "/ky/modules")

    said = content.decode()
    assert status == 503
    assert all(words in said for words in ("Азырынча иштебей жатат", "Пока не работает", "Not working right now"))
    for server in house.servers:
        server.start()
    wait_for(lambda: answers(house.port))
