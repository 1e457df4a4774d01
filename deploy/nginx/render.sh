#!/bin/sh
# render.sh FOLDER: writes FOLDER/nginx.conf and FOLDER/replicas.conf, the same for containers and for tests.
#   ATLAS_REPLICAS  address:port of each replica, separated by spaces
#   ATLAS_PATH      the path below which the atlas is served: "/atlas", or empty
#   ATLAS_LISTEN    address:port or port on which nginx listens (8080)
# FOLDER also takes what nginx writes: cache, temporary files and the number of its process.
set -eu

folder=$1
path=${ATLAS_PATH-/atlas}
listen=${ATLAS_LISTEN:-8080}
replicas=${ATLAS_REPLICAS:?address:port of each replica, separated by spaces}

# What is put into the configuration must not be able to end a directive.
refuse() { echo "render.sh: $1 is \"$2\": $3" >&2; exit 1; }
case $replicas in *[!A-Za-z0-9.:\ -]*) refuse ATLAS_REPLICAS "$replicas" "write address:port, separated by spaces" ;; esac
case $listen in *[!A-Za-z0-9.:-]*) refuse ATLAS_LISTEN "$listen" "write a port or address:port" ;; esac
case $path in
    *[!A-Za-z0-9._/-]* | */ | //*) refuse ATLAS_PATH "$path" "write a path such as /atlas, or nothing" ;;
    "" | /*) ;;
    *) refuse ATLAS_PATH "$path" "begin with a slash" ;;
esac

# group NAME OWN: the replicas under a name; with an OWN one, the others only stand in for it.
group() {
    printf 'upstream %s {\n    zone %s 64k;\n    keepalive 32;\n    keepalive_timeout 4s;\n' "$1" "$1"
    for each in $replicas; do
        role=""
        [ -z "$2" ] || [ "$each" = "$2" ] || role=" backup"
        # One failure is enough to try another replica; two seconds later the first is tried again.
        printf '    server %s max_fails=1 fail_timeout=2s%s;\n' "$each" "$role"
    done
    printf '}\n'
}

# Requests that any replica answers are counted apart, so that readers without a replica are spread evenly.
groups() {
    group atlas_any ""
    group atlas_new ""
    number=0
    for own in $replicas; do
        number=$((number + 1))
        group "atlas_$number" "$own"
    done
}

# From the reader's cookie to the group of replicas, and from the replica that answered to the cookie.
maps() {
    printf 'map $cookie_atlas_replica $replica_of_reader {\n    default atlas_new;\n'
    number=0
    for each in $replicas; do number=$((number + 1)); printf '    %s atlas_%s;\n' $number $number; done
    printf '}\nmap $upstream_addr $answered_by {\n    default "";\n'
    number=0
    for each in $replicas; do
        number=$((number + 1))
        printf '    "~(?:^|[ ,])%s$" %s;\n' "$(printf %s "$each" | sed 's/\./\\./g')" $number
    done
    printf '}\n'
}

mkdir -p "$folder"
{ groups; maps; } >"$folder/replicas.conf"
sed -e "s|@FOLDER@|$folder|g" -e "s|@PATH@|$path|g" -e "s|@LISTEN@|$listen|g" "$(dirname "$0")/nginx.conf.in" >"$folder/nginx.conf"
