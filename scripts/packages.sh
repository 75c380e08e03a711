# The system's own packages: their names for each package manager, and how to install them.
# Sourced by scripts/setup.sh.

# install_packages "NEEDS" "what for": install, or stop with the exact command.
install_packages() {
  manager=$(package_manager)
  names=$(for need in $1; do package_names "$manager" "$need" || exit 1; done) ||
    stop "$2 is missing, and this script does not know your system's packages." "Needed:$1"
  names=$(echo $names)
  as_root=$(as_root "$manager") ||
    stop "$2 is missing, and installing it needs root." "Run: sudo $(install_command "$manager") $names"
  echo "  Installing $2: $names"
  if [ "$manager" = apt-get ]; then quietly $as_root apt-get update -qq; fi
  quietly $as_root env DEBIAN_FRONTEND=noninteractive $(install_command "$manager") $names
}

package_manager() {
  for name in apt-get dnf apk brew; do
    if command -v "$name" >/dev/null; then echo "$name"; return; fi
  done
  echo none
}

install_command() {
  case $1 in
    apt-get) echo "apt-get install -y --no-install-recommends" ;;
    dnf) echo "dnf install -y" ;;
    apk) echo "apk add" ;;
    brew) echo "brew install" ;;
  esac
}

package_names() {
  case $1:$2 in
    apt-get:python-venv) echo python3-venv ;;
    apt-get:pango) echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 ;;
    apt-get:chromium) echo chromium ;;
    apt-get:poppler) echo poppler-utils ;;
    apt-get:libatomic) echo libatomic1 ;;
    dnf:libatomic | apk:libatomic) echo libatomic ;;
    apt-get:jdk) echo default-jdk-headless ;;
    apt-get:postgresql) echo postgresql ;;
    apt-get:redis) echo redis-server ;;
    dnf:redis | apk:redis | brew:redis) echo valkey ;;
    dnf:pango | apk:pango | brew:pango) echo pango ;;
    dnf:poppler | apk:poppler) echo poppler-utils ;;
    dnf:chromium | apk:chromium) echo chromium ;;
    *:npm) echo npm ;;
    *) return 1 ;;
  esac
}

# How to become root without a question: prints nothing or "sudo -n"; fails when it cannot be done.
as_root() {
  if [ "$1" = brew ] || [ "$(id -u)" -eq 0 ]; then return 0; fi
  sudo -n true 2>/dev/null && echo "sudo -n"
}

# Run a command; show what it printed only when it fails.
quietly() {
  log=$(mktemp)
  if "$@" >"$log" 2>&1 </dev/null; then rm -f "$log"; return; fi
  cat "$log" >&2
  rm -f "$log"
  stop "this command failed:" "$*"
}
