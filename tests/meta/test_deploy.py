"""What `deploy/` says agrees with the house: paths, packages, settings, ways of closing."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from portal.config import Settings, load_settings, variable_name
from scripts.try_container import CONTAINERFILE, steps
from tests.meta.source import ROOT

STEPS = steps(CONTAINERFILE.read_text(encoding="utf-8"))
DEPLOY = ROOT / "deploy"


def words(instruction: str) -> list[str]:
    return [rest for word, rest in STEPS if word == instruction]


def packages(need: str) -> set[str]:
    """What the launcher installs on Debian for a need."""
    script = f'. "{ROOT}/scripts/packages.sh"; package_names apt-get {need}'
    run = subprocess.run(["sh", "-c", script], check=True, capture_output=True, text=True)
    return set(run.stdout.split())


def test_the_container_has_the_packages_of_the_launcher() -> None:
    installs = [line for line in words("RUN") if "apt-get install" in line]
    assert len(installs) == 1
    command = shlex.split(installs[0].split("apt-get install")[1].split("&&")[0])
    named = {word for word in command if not word.startswith("-")}
    assert named == packages("python-venv") | packages("pango") | {"python3", "ca-certificates"}


def test_the_container_copies_what_is_there_and_all_that_runs() -> None:
    copied = {source for line in words("COPY") for source in line.split()[:-1]}
    assert not [source for source in copied if not (ROOT / source).exists()]
    sources = (ROOT / "hogerop").read_text() + (ROOT / "scripts/setup.sh").read_text()
    sourced = set(re.findall(r'\. "\$here/(scripts/\S+)"', sources))
    assert sourced <= copied
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}
    rest = {"tests", "docs", "scripts", "deploy", "build", "instance", "test-results"}
    assert folders - rest <= copied
    config = (ROOT / "portal/commands/serve.py").read_text()
    assert "deploy/gunicorn.conf.py" in copied
    assert "gunicorn.conf.py" in config


def test_a_build_sees_what_it_copies_and_no_data_of_players() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    copied = {source for line in words("COPY") for source in line.split()[:-1]}
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule[0] == "!"} == copied
    assert {"**/__pycache__", "**/*.mo"} == set(rules[1:]) - {f"!{source}" for source in copied}


def test_the_container_runs_without_rights_as_the_launcher_does() -> None:
    order = [word for word, _rest in STEPS]
    assert words("USER") == ["hogerop"]
    (made,) = [line for line in words("RUN") if "useradd" in line]
    assert {"--gid 10001", "--uid 10001"} <= set(re.findall(r"--[gu]id \d+", made))
    assert "--system" not in made  # whose numbers are below 1000: useradd warns of it
    assert order.index("USER") > max(at for at, word in enumerate(order) if word == "RUN")
    (base,) = words("FROM")
    assert re.fullmatch(r"docker\.io/library/debian:\d+\.\d+-slim", base)
    assert (words("ENTRYPOINT"), words("STOPSIGNAL")) == (['["./hogerop"]'], ["SIGTERM"])


def test_every_setting_that_is_named_exists() -> None:
    known = {variable_name(field) for field in Settings.__struct_fields__}
    for path in (*DEPLOY.iterdir(), ROOT / "docs/hosting.md"):
        named = set(re.findall(r"HOGEROP_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
        assert named <= known, path.name


def test_compose_takes_every_secret_from_the_environment() -> None:
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{(\w+)", compose))
    given = set(re.findall(r"^(\w+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    assert asked == given
    images = re.findall(r"image: (\S+)", compose)
    assert all(":" in image and "latest" not in image for image in images if "/" in image)


@pytest.mark.parametrize(
    "mail",
    [
        {"MAIL_SERVER": "", "MAIL_FROM": ""},
        {"MAIL_SERVER": "smtps://mail.example.org", "MAIL_FROM": "klacht@example.org"},
    ],
)
def test_the_settings_of_compose_are_right_in_themselves(mail: dict[str, str]) -> None:
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    given = dict(re.findall(r"^ +(HOGEROP_\w+): (.+?)(?:  # .*)?$", compose, re.MULTILINE))
    values = {"BACKUP_KEYS": "age1" + "q" * 58, "SITE_NAME": "klacht.example.org", **mail}
    filled = {
        name: re.sub(r"\$\{(\w+)[^}]*\}", lambda asked: values.get(asked[1], "s" * 48), text)
        for name, text in given.items()
    }
    settings = load_settings({name: text.strip('"') for name, text in filled.items()})
    assert (settings.behind_proxy, settings.mail_from) == (1, mail["MAIL_FROM"])
    assert settings.objects_url == "s3://hogerop/evidence"


def test_containers_have_nights_and_tell_whether_they_can_work() -> None:
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    parts = re.split(r"^  (?=[a-z]+:$)", compose.partition("\nservices:\n")[2], flags=re.MULTILINE)
    services = {part.partition(":")[0]: part for part in parts[1:]}
    for name in ("site", "nightly"):
        assert "<<: [*closed, *image]" in services[name]
    assert "test: [CMD, .venv/bin/python, deploy/ready.py]" in services["site"]
    assert "healthcheck: {disable: true}" in services["nightly"]
    (started,) = re.findall(r"entrypoint: \[(.+)\]", services["nightly"])
    assert started == "deploy/nightly, /var/lib/hogerop/backups, --every-night"
    assert "/var/lib/hogerop/backups" in " ".join(words("RUN"))
    copied = {source for line in words("COPY") for source in line.split()[:-1]}
    assert {"deploy/nightly", "deploy/ready.py"} <= copied


def test_the_guide_starts_one_container_as_closed_as_compose_does() -> None:
    guide = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^podman run (.+?) hogerop$", guide.replace("\\\n", ""), re.MULTILINE)
    assert {
        *("--read-only", "--cap-drop ALL", "--security-opt no-new-privileges", "--ulimit core=0"),
        *("--tmpfs /tmp:mode=1777,size=256m,noexec,nosuid", "-p 127.0.0.1:8000:8000"),
    } <= {" ".join(one.split()) for one in re.split(r"(?= -)", f" {line}")}
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    for same in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges", "noexec,nosuid"):
        assert same in compose


def test_services_are_closed_and_stop_slower_than_the_server() -> None:
    for name in ("hogerop.service", "hogerop-nightly.service"):
        unit = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
        assert {
            *("LimitCORE=0", "MemorySwapMax=0", "NoNewPrivileges=yes", "ProtectSystem=strict"),
            *("PrivateTmp=yes", "User=hogerop", "UMask=0077", "CapabilityBoundingSet="),
        } <= set(unit)
    server = (DEPLOY / "gunicorn.conf.py").read_text()
    graceful = int(re.findall(r"graceful_timeout = (\d+)", server)[0])
    service = (DEPLOY / "hogerop.service").read_text()
    assert int(re.findall(r"TimeoutStopSec=(\d+)", service)[0]) > graceful
    compose = (DEPLOY / "compose.yaml").read_text()
    assert int(re.findall(r"stop_grace_period: (\d+)s", compose)[0]) > graceful


def test_proxies_hand_uploads_on_and_keep_no_addresses() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for line in ("proxy_request_buffering off;", "proxy_max_temp_file_size 0;", "access_log off;"):
        assert line in nginx
    largest = Settings().case_file_max_bytes // 1_000_000
    assert int(re.findall(r"client_max_body_size (\d+)m", nginx)[0]) >= largest
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert int(re.findall(r"max_size (\d+)MB", caddy)[0]) >= largest
    assert not re.search(r"^\s*log\b", caddy, re.MULTILINE)


@pytest.mark.parametrize(
    ("user", "settings", "command", "is_sent"),
    [
        (0, "there", "staff invite noor@example.org", True),
        (0, "there", "backup --make-key /run/key.txt", False),
        (0, "missing", "purge", False),
        (1000, "there", "purge", False),
    ],
)
def test_root_on_a_server_is_sent_to_the_site_s_own_user(
    tmp_path: Path, user: int, settings: str, command: str, *, is_sent: bool
) -> None:
    (tmp_path / "there").touch()
    call = f'send_root_to_the_site "{tmp_path / settings}" {command}'
    script = f'set -eu; here="{ROOT}"; . "$here/scripts/setup.sh"; id() {{ echo {user}; }}; {call}'
    empty = {"PATH": os.environ["PATH"]}
    run = subprocess.run(
        ["sh", "-c", script], check=False, capture_output=True, text=True, env=empty
    )
    assert run.returncode == int(is_sent)
    assert (f"deploy/as-site {command}\n" in run.stderr) == is_sent


def test_the_launcher_lets_root_do_only_what_needs_no_data_of_the_site() -> None:
    launcher = (ROOT / "hogerop").read_text(encoding="utf-8")
    assert "case $1 in demo | gate | packet | settings) ;;" in launcher
    assert "send_root_to_the_site /etc/hogerop.env run" in launcher
