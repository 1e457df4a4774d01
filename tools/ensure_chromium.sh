#!/usr/bin/env bash
# Prints the path of a Chromium or Chrome that starts; installs Debian's chromium where none is found and it may.
# CHROMIUM=/path/to/chrome is used as it is. Exit status 1 and the reason where there is none.
set -euo pipefail
. "$(dirname "$0")/apt.sh"

commands=(chromium chromium-browser google-chrome google-chrome-stable)
programs=(
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    "/Applications/Chromium.app/Contents/MacOS/Chromium"
    "${HOME:-}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
)

# Ubuntu's chromium package may be a stub that only asks for a snap, so a browser counts when it tells its version.
starts() { "$1" --version >/dev/null 2>&1 </dev/null; }

found() {
    local name path
    for name in "${commands[@]}"; do
        path=$(command -v "$name") && starts "$path" && echo "$path" && return
    done
    for path in "${programs[@]}"; do
        [ -x "$path" ] && starts "$path" && echo "$path" && return
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ]; then
    starts "$CHROMIUM" && echo "$CHROMIUM" && exit
    echo "CHROMIUM is set to $CHROMIUM, which does not start. Browser tests need a Chromium or Chrome." >&2
    exit 1
fi
found && exit
if may_install; then
    tried="apt-get install chromium did not give one"
    install_package chromium && found && exit
else
    tried="it cannot be installed here without asking (that needs apt-get, and root or sudo without a password)"
fi
{
    echo "Browser tests need a Chromium or Chrome: none was found, and $tried."
    echo "Looked for the commands ${commands[*]} and for:"
    printf '  %s\n' "${programs[@]}"
    echo "Install one, or give its path: make test CHROMIUM=/path/to/chrome"
    echo "To run all other tests: make test BROWSER_TESTS=0"
} >&2
exit 1
