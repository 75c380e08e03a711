# Set-up steps of the launcher; sourced by ./hogerop, which sets `here` and `python`.
. "$here/scripts/packages.sh"

step() { printf '> %s\n' "$*"; }

stop() {
  printf '\nHogerop cannot go on: %s\n' "$1" >&2
  shift
  for line do printf '  %s\n' "$line" >&2; done
  exit 1
}

# On a server the data belongs to the site's own user, and lies elsewhere: what root makes here the
# site never reads. $1: the settings of such a server; the rest: the command.
send_root_to_the_site() {
  [ "$(id -u)" -eq 0 ] && [ -f "$1" ] && [ -z "${HOGEROP_INSTANCE_DIR-}" ] || return 0
  settings=$1
  shift
  case "$*" in "backup --make-key"*) return 0 ;; esac  # the key is root's, and goes where it wants
  stop "$settings is there, so this is a server: work as the site's own user." \
    "$here/deploy/as-site $*"
}

set_up_site() {
  set_up_python requirements.txt
  set_up_native_library
  set_up_translations
}

# Python packages, exactly as pinned in $1; done again only when the pins or Python changed.
set_up_python() {
  step "Python packages"
  stamp=$here/.venv/.installed-${1%.txt}
  wanted=$(cksum "$1")
  if [ -x "$python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted $("$python" -V 2>&1)" ]
  then return; fi
  make_environment
  echo "  Installing from $1. This takes a minute or two, the first time only."
  "$python" -m pip install --quiet --require-hashes --only-binary :all: -r "$1" ||
    stop "the Python packages could not be installed." \
      "Is there a network with a Python package registry? Then run the same command again."
  echo "$wanted $("$python" -V 2>&1)" >"$stamp"
}

make_environment() {
  if "$python" -m pip --version >/dev/null 2>&1; then return; fi
  system_python=$(find_python)
  "$system_python" -c 'import ensurepip, venv' 2>/dev/null ||
    install_packages python-venv "Python's own module venv"
  echo "  Making .venv with $("$system_python" -V)"
  rm -rf "$here/.venv"
  "$system_python" -m venv "$here/.venv" || stop "the environment .venv could not be made."
}

find_python() {
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
    then echo "$name"; return; fi
  done
  stop "there is no Python 3.11 or newer." "Install it; on Debian 12 and newer: apt-get install python3"
}

# WeasyPrint, which makes the PDF files, needs Pango.
set_up_native_library() {
  step "Pango"
  if has_pango; then return; fi
  install_packages pango "Pango (it makes the PDF files)"
  has_pango || stop "Pango was installed but cannot be loaded." "$("$python" -c "$load_pango" 2>&1)"
}

has_pango() { "$python" -c "$load_pango" 2>/dev/null; }

# The same names, in the same order of trying, as weasyprint.text.ffi.
load_pango='
from ctypes import CDLL
def load(*names):
    for name in names[:-1]:
        try: return CDLL(name)
        except OSError: pass
    CDLL(names[-1])
load("libpango-1.0.dylib", "libpango-1.0.so.0")
load("libpangoft2-1.0.dylib", "libpangoft2-1.0.so.0")
load("libharfbuzz-subset.0.dylib", "libharfbuzz-subset.so.0")
'

set_up_translations() {
  step "Translations"
  "$python" -m portal.cli compile-translations
}

# What the tests need besides Python: a browser, PDF tools, Java, PostgreSQL, Redis, checkers of HTML.
set_up_test_tools() {
  step "Test tools"
  missing=
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium"
  command -v pdftotext >/dev/null || missing="$missing poppler"
  # playwright drives Chromium with a Node.js of its own, which needs this library
  "$here/.venv/bin/playwright" --version >/dev/null 2>&1 || missing="$missing libatomic"
  command -v javac >/dev/null || missing="$missing jdk"
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null ||
    missing="$missing postgresql"
  command -v redis-server >/dev/null || command -v valkey-server >/dev/null || missing="$missing redis"
  has_html_checkers || command -v npm >/dev/null || missing="$missing npm"
  if [ -n "$missing" ]; then install_packages "$missing" "what the tests need"; fi
  has_html_checkers || fetch_html_checkers
}

node_stamp=$here/build/node/.installed

has_html_checkers() {
  [ -f "$node_stamp" ] && [ "$(cat "$node_stamp")" = "$(cksum <"$here/scripts/node/package-lock.json")" ]
}

fetch_html_checkers() {
  mkdir -p "$here/build/node"
  cp "$here/scripts/node/package.json" "$here/scripts/node/package-lock.json" "$here/build/node/"
  npm ci --prefix "$here/build/node" --ignore-scripts --no-audit --no-fund --loglevel=error ||
    stop "axe-core and vnu-jar could not be fetched." \
      "Is there a network with the npm registry? Then run ./hogerop test again."
  cksum <"$here/scripts/node/package-lock.json" >"$node_stamp"
}
