#!/usr/bin/env bash
# Prints the path of nginx; installs Debian's where none is found and it may. Exit status 1 and the reason otherwise.
set -euo pipefail
. "$(dirname "$0")/apt.sh"
PATH=$PATH:/usr/sbin:/usr/local/sbin

found() { command -v nginx; }

found && exit
may_install && install_package nginx-light && found && exit
{
    echo "make test-deploy needs nginx 1.22 or newer: none was found, and it cannot be installed here without asking"
    echo "(that needs apt-get, and root or sudo without a password). Install it, for instance: apt-get install nginx-light"
} >&2
exit 1
