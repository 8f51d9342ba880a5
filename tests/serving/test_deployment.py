"""What is deployed speaks of the platform as it is: settings, commands, pages and paths that exist."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from config import networks
from tests.support.left_out import program

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OURS = ("migrate", "application-1", "application-2", "worker")
#: Read by the library that speaks S3.
OF_THE_STORE = {
    "AWS_ENDPOINT_URL",
    "AWS_ALLOW_HTTP",
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
}


def known_settings():
    """Every setting that config.py reads."""
    text = (ROOT / "config.py").read_text(encoding="utf-8")
    return set(re.findall(r'"((?:SABAK|SMTP|OIDC)_[A-Z_]+|[A-Z]+_(?:URL|KEY)|HOST|PORT)"', text)) | OF_THE_STORE


@pytest.mark.parametrize("name", OURS)
def test_a_service_sets_only_settings_that_exist(name):
    assert set(COMPOSE["services"][name]["environment"]) <= known_settings()


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_that_exists(app, name):
    group, *rest = COMPOSE["services"][name]["command"]
    command = app.cli.commands[group]
    assert not rest or rest[0] in command.commands


@pytest.mark.parametrize("name", OURS)
def test_a_service_owns_nothing_but_its_data(name):
    service = COMPOSE["services"][name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_application_has_a_name_of_its_own_for_its_figures_and_is_scraped():
    servers = {name: one for name, one in COMPOSE["services"].items() if one.get("command") == ["serve-production"]}
    scraped = re.findall(r"http://([\w-]+):8000/metrics", (DEPLOY / "keeping.md").read_text(encoding="utf-8"))

    assert len(servers) == 2
    assert {name: one["hostname"] for name, one in servers.items()} == {name: name for name in servers}
    assert set(scraped) == set(servers)


def test_the_figures_are_for_the_network_that_only_ours_are_in():
    subnet = COMPOSE["networks"]["inside"]["ipam"]["config"][0]["subnet"]

    assert networks("INSIDE_NETWORK", re.search(r":-(.+)}", subnet)[1])
    assert {COMPOSE["services"][name]["environment"]["SABAK_METRICS_FROM"] for name in OURS} == {subnet}


def test_only_the_door_is_open_to_the_outside():
    open_services = [name for name, service in COMPOSE["services"].items() if service.get("ports")]
    closed = [name for name, service in COMPOSE["services"].items() if service["networks"] == ["inside"]]

    assert open_services == ["door"]
    assert COMPOSE["networks"]["inside"]["internal"]
    assert set(closed) == {"database", "queue", "storage"}


def test_only_migrating_may_change_tables():
    owners = [name for name in OURS if "sabak_owner" in COMPOSE["services"][name]["environment"]["DATABASE_URL"]]
    assert owners == ["migrate"]


def test_no_secret_stands_in_the_file():
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    given = re.findall(r"(?:PASSWORD|SECRET\w*|KEY): (\S+)", text)
    assert given
    assert [value for value in given if not value.startswith(("${", '"${', "/certificates/"))] == []


def test_every_image_has_a_version():
    images = [service["image"] for service in COMPOSE["services"].values() if service["image"] != "sabak"]
    assert all(re.search(r":\d+(\.\d+)*", image) for image in images)


def test_the_files_that_are_mounted_exist():
    volumes = [volume for service in COMPOSE["services"].values() for volume in service.get("volumes", [])]
    mounted = [volume.split(":")[0] for volume in volumes if volume.startswith(".")]

    assert mounted
    assert [path for path in mounted if not (DEPLOY / path).exists()] == []


def test_every_variable_that_compose_asks_for_is_explained():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    explained = set(re.findall(r"`([A-Z_]+)(?:=1)?`", (DEPLOY / "installing.md").read_text(encoding="utf-8")))

    assert asked
    assert asked - explained == set()


def test_compose_passes_every_setting_on():
    """But those that have no meaning there: a demonstration, plain http behind the door."""
    passed = set(COMPOSE["services"]["application-1"]["environment"])

    assert known_settings() - passed == {"SABAK_DEMO", "SABAK_DEMO_PASSWORD", "SABAK_PLAIN_HTTP"}


def test_the_database_is_ready_only_when_it_answers_over_tcp():
    assert "127.0.0.1" in COMPOSE["services"]["database"]["healthcheck"]["test"]  # while it is set up: its socket only


def test_only_s3_is_open_in_the_store():
    text = (DEPLOY / "storage.sh").read_text(encoding="utf-8")
    assert re.findall(r"(\S*bind)=0\.0\.0\.0", text) == ["-s3.ip.bind"]


def test_the_door_looks_every_application_up_again():
    servers = re.findall(r"server ([^;]+);", COMPOSE["services"]["door"]["environment"]["APPLICATIONS"])
    assert [server.split()[0] for server in servers] == ["application-1:8000", "application-2:8000"]
    assert all("resolve" in server.split() for server in servers)


def left_out_of_the_image():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_what_the_image_copies_exists_and_is_not_left_out():
    steps = re.findall(r"^COPY (?!--)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    copied = [path for step in steps for path in step.split()]
    roots = {*copied, "config.py", "wsgi.py", "lms", "content", "migrations", "translations"} - {"."}

    assert [path for path in roots if not (ROOT / path).exists()] == []
    assert {path for path in roots if path.split("/")[0] in left_out_of_the_image()} == set()


def test_no_secret_is_copied_into_the_image():
    assert {"deploy", "var", ".git", "**/.env*", "**/*.pem"} <= set(left_out_of_the_image())


def test_the_image_installs_the_program_of_the_bundler():
    assert "--omit" not in (DEPLOY / "Dockerfile").read_text(encoding="utf-8")  # it is an optional package of another


def test_the_image_asks_a_page_that_exists_and_starts_a_command_that_exists(app):
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    paths = {rule.rule for rule in app.url_map.iter_rules()}

    assert re.search(r"127\.0\.0\.1:8000(/\w+)", text).group(1) in paths
    assert re.search(r'CMD \["([\w-]+)"\]$', text, re.MULTILINE).group(1) in app.cli.commands
    assert "USER sabak" in text


def test_the_door_hides_pages_that_exist(app):
    text = (DEPLOY / "nginx.conf.template").read_text(encoding="utf-8")
    hidden = set(re.findall(r"location = (/\w+) \{ return 404; \}", text))

    assert hidden == {"/metrics", "/readyz"}
    assert hidden <= {rule.rule for rule in app.url_map.iter_rules()}


UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_command_that_exists_with_settings_that_exist(app, unit):
    text = unit.read_text(encoding="utf-8")
    group, *rest = re.search(r"^ExecStart=\S+ --app wsgi (.+)$", text, re.MULTILINE).group(1).split()
    settings = re.findall(r"(SABAK_\w+)=", text)

    command = app.cli.commands[group]
    assert not rest or rest[0] in command.commands
    assert set(settings) <= known_settings()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_one_that_systemd_understands(unit):
    verify = program("systemd-analyze")
    if verify is None:
        pytest.skip("No systemd on this machine.")

    done = subprocess.run([verify, "verify", unit], capture_output=True, text=True, check=False)

    complaints = [line for line in done.stderr.splitlines() if "/opt/sabak" not in line]  # it is not installed here
    assert complaints == []


def test_the_example_of_settings_names_only_those_that_exist():
    text = (DEPLOY / "sabak.env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)) <= known_settings()


def test_a_command_runs_with_the_settings_of_the_service_as_they_are_written(tmp_path):
    settings = tmp_path / "sabak.env"
    key = "a&b $HOME `id` ; " * 3
    lines = ("# a remark", "", f"SECRET_KEY={key}", f"DATABASE_URL=sqlite:///{tmp_path / 'own.db'}")
    settings.write_text("\n".join([*lines, "SITE_URL=https://own.example.org", "SABAK_NO_MAIL=1"]), encoding="utf-8")
    asked = "import flask, os; c = flask.current_app.config; print(c['PRODUCTION'], c['SECRET_KEY'], c['SITE_URL'])"

    def run(*words, **options):
        env = {"PATH": "/usr/bin:/bin", "SABAK_SETTINGS": settings, "SABAK_DATA": tmp_path, "SABAK_ACCOUNT": ""}
        return subprocess.run(
            [DEPLOY / "sabak", *words], env=env, capture_output=True, text=True, check=False, **options
        )

    done = run("shell", input=asked)
    refused = run("content", "load")

    assert f"{DEPLOY}/sabak db upgrade" in refused.stderr
    assert f"True {key} https://own.example.org" in done.stdout, done.stderr


def written_for(heading):
    """The part of installing.md under this heading."""
    page = (DEPLOY / "installing.md").read_text(encoding="utf-8")
    return page.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_the_folder_is_there_before_a_command_needs_it():
    steps = written_for("One machine")
    assert steps.index("install -d -m 700 -o sabak") < steps.index("deploy/sabak content check")


@pytest.mark.parametrize("way", ["One machine", "Containers"])
def test_the_accounts_of_the_service_may_read_what_is_cloned(way):
    steps = written_for(way)
    assert steps.index("umask 022") < steps.index("git clone")


def test_the_image_is_built_before_a_command_runs_in_it():
    steps = [
        line.split("compose.yaml ")[1] for line in written_for("Containers").splitlines() if line.startswith("docker")
    ]
    assert [step.split()[0] for step in steps] == ["build", "run", "up", "exec", "up"]


def test_a_new_version_keeps_what_was_filled_in(tmp_path):
    def git(*words):
        done = subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    page = (DEPLOY / "keeping.md").read_text(encoding="utf-8")
    command = re.search(r"git (checkout [^`&]*)VERSION", page)[1].split()
    site = tmp_path / "site.yaml"
    git("init", "--quiet", "--initial-branch", "first")
    site.write_text("issuer: null\n#\n#\n#\nnumber: null\n", encoding="utf-8")
    git("add", "site.yaml")
    git("commit", "--quiet", "--message", "The first version")
    git("checkout", "--quiet", "-b", "second")
    site.write_text("issuer: null\n#\n#\n#\nnumber: null # explained\n", encoding="utf-8")
    git("commit", "--quiet", "--all", "--message", "The second version")
    git("checkout", "--quiet", "first")
    site.write_text("issuer: Academy\n#\n#\n#\nnumber: null\n", encoding="utf-8")

    git(*command, "second")

    assert site.read_text(encoding="utf-8") == "issuer: Academy\n#\n#\n#\nnumber: null # explained\n"


def test_in_containers_a_backup_is_restored_by_the_role_that_may_make_tables():
    page = (DEPLOY / "keeping.md").read_text(encoding="utf-8")
    assert re.findall(r"(\S+) backup restore /restore", page) == ["migrate"]


def test_the_settings_of_the_containers_are_never_committed():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/deploy/.env" in ignored
