#!/usr/bin/env bash
# make_environment.sh PYTHON FOLDER: an empty virtual environment in FOLDER, made anew.
# PYTHON may be blank: the first Python 3.11 or newer found is used. Debian and Ubuntu keep venv in a package of its own;
# it is installed where that is missing and it may.
set -euo pipefail
. "$(dirname "$0")/apt.sh"

wanted=$1
folder=$2
names=(python3 python3.14 python3.13 python3.12 python3.11 python)

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

chosen() {
    local name
    for name in "${names[@]}"; do
        command -v "$name" >/dev/null 2>&1 && new_enough "$name" && echo "$name" && return
    done
    return 1
}

if [ -n "$wanted" ]; then
    if ! new_enough "$wanted"; then
        version=$("$wanted" --version 2>/dev/null) || version="no Python that starts"
        echo "The atlas needs Python 3.11 or newer; $wanted is $version." >&2
        exit 1
    fi
    python=$wanted
elif ! python=$(chosen); then
    echo "The atlas needs Python 3.11 or newer; none of ${names[*]} is. Give one: make run PYTHON=/path/to/python3" >&2
    exit 1
fi

if ! has_venv "$python"; then
    package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    may_install && install_package "$package" || true
    if ! has_venv "$python"; then
        echo "$python has no module venv: install it (Debian and Ubuntu: apt-get install $package) and try again." >&2
        exit 1
    fi
fi

echo "Making a virtual environment in $folder with $("$python" --version)" >&2
"$python" -m venv --clear "$folder"
