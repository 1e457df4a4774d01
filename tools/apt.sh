# Sourced by the scripts beside it: installing a package of Debian or Ubuntu where that is allowed without asking.

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

install_package() {
    echo "Installing the system package $1 with apt-get" >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 </dev/null || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >&2 </dev/null
}
