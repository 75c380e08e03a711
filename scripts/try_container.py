"""Carry out the steps of deploy/Containerfile without a container engine, and try the result.

    debootstrap --variant=minbase bookworm DIR      (as root, with a network)
    python3 scripts/try_container.py DIR

DIR becomes the root of the container. Then the site is started in it as its own user, while
nothing but its volume and /tmp can be written to: it must say that it is ready, `doctor` must find
no fault, and a backup must go out and in. Mounts are made in a name space of their own, so none is
left behind. `--host-network` copies what this machine needs to reach its package registries.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTAINERFILE = ROOT / "deploy" / "Containerfile"
VOLUME = "var/lib/hogerop"
_OF_HOST = ("etc/resolv.conf", "etc/hosts", "etc/pip.conf")
_AUTHORITIES = "etc/ssl/certs/ca-certificates.crt"  # installing Debian's own writes over these
_KEPT_AUTHORITIES = "usr/local/share/authorities-of-host.crt"
_APT = ("etc/apt/apt.conf.d", "etc/apt/sources.list.d")

# As root, in a name space for mounts. $1: the root, $2: where the volume lies outside of it.
_CLOSE = """
set -eu
mount --bind "$1" "$1"
mount --bind /proc "$1/proc" && mount --bind /dev "$1/dev"
mount -o remount,bind,ro "$1"
for place in tmp dev/shm; do mount -t tmpfs -o mode=1777,noexec tmpfs "$1/$place"; done
mount --bind "$2" "$1/var/lib/hogerop"
user="setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set=-all"
exec chroot "$1" $user sh -c "$3"
"""
_TRY = """
set -eu
cd /srv/hogerop
export PATH=/usr/bin:/bin HOGEROP_TRUSTED_HOSTS=klacht.example.org HOGEROP_BEHIND_PROXY=1 PORT=18473
export HOGEROP_INSTANCE_DIR=/var/lib/hogerop/instance
if touch here 2>/dev/null; then echo "the root can be written to"; exit 1; fi
./hogerop run --port $PORT & site=$!
for _try in $(seq 60); do
  if .venv/bin/python deploy/ready.py; then break; fi
  sleep 1
done
.venv/bin/python deploy/ready.py
kill $site
wait $site
rm -rf /var/lib/hogerop/*.age /var/lib/hogerop/key /var/lib/hogerop/second
./hogerop backup --make-key /var/lib/hogerop/key
export HOGEROP_BACKUP_KEYS=$(sed -n 's/^# public key: //p' /var/lib/hogerop/key)
./hogerop backup /var/lib/hogerop/one.age
./hogerop doctor --identity /var/lib/hogerop/key
HOGEROP_INSTANCE_DIR=/var/lib/hogerop/second ./hogerop restore /var/lib/hogerop/one.age \
  --identity /var/lib/hogerop/key
echo "The container works."
"""


def steps(text: str) -> list[tuple[str, str]]:
    """The instructions of a Containerfile in their order, as (word, rest)."""
    joined = re.sub(r"\\\n", " ", text)
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _space, rest in (line.partition(" ") for line in lines)]


def main(arguments: list[str]) -> int:
    """Build in the folder that is named, try it, and return 0 when all of it works."""
    root = Path(arguments[0]).resolve()
    if "--host-network" in arguments:
        copy_network_files(root)
    folder = "/"
    for word, rest in steps(CONTAINERFILE.read_text(encoding="utf-8")):
        print(f"> {word} {rest}", flush=True)
        if word == "WORKDIR":
            folder = rest
            (root / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif word == "COPY":
            copy(root / folder.lstrip("/"), rest.split())
        elif word == "RUN":
            build(root, f"cd {folder} && {rest}")
    return try_it(root)


def copy_network_files(root: Path) -> None:
    for name in filter(lambda name: Path("/", name).exists(), _OF_HOST):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path("/", name), root / name)
    shutil.copy(Path("/", _AUTHORITIES), root / _KEPT_AUTHORITIES)
    for name in _APT:
        shutil.copytree(Path("/", name), root / name, dirs_exist_ok=True)
    for docker in (root / _APT[0]).glob("docker-*"):
        docker.unlink()
    if any((root / _APT[1]).iterdir()):
        (root / "etc/apt/sources.list").unlink(missing_ok=True)


def copy(folder: Path, names: list[str]) -> None:
    *sources, target = names
    for source in sources:
        place = folder / target / Path(source).name if target.endswith("/") else folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            without = shutil.ignore_patterns("__pycache__", "*.mo")
            shutil.copytree(ROOT / source, place, ignore=without, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / source, place)


def build(root: Path, command: str) -> None:
    """Carry out a RUN in the root, without this machine's settings but for its registries."""
    passed = {name: text for name, text in os.environ.items() if name.startswith("PIP_")}
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent", **passed}
    if (root / _KEPT_AUTHORITIES).exists():
        environment["PIP_CERT"] = f"/{_KEPT_AUTHORITIES}"
    mounts = 'mount --bind /proc "$1/proc" && mount --bind /dev "$1/dev"'
    script = f'{mounts} && exec chroot "$1" sh -c "$2"'
    whole = ["unshare", "--mount", "sh", "-c", script, "sh", str(root), command]
    subprocess.run(whole, env=environment, check=True)  # noqa: S603 (our own Containerfile)


def try_it(root: Path) -> int:
    """Run the trial as the site's user, on a root that nobody can write to."""
    volume = root.with_name(f"{root.name}-volume")
    (volume / "instance").mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in (volume, volume / "instance"):
        os.chown(one, 10001, 10001)
    whole = ["unshare", "--mount", "sh", "-c", _CLOSE, "sh", str(root), str(volume), _TRY]
    environment = {"PATH": os.environ["PATH"]}
    return subprocess.run(whole, env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
