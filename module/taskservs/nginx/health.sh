#!/bin/sh
# Exit 0 when nginx runs and listens on the ports of its sites.
set -eu
. "$BW_FILES/nginx.sh"
. "$BW_FILES/probe.sh"

service_runs
while read -r listen; do
    case $listen in
    *:*) probe_tcp "${listen%:*}" "${listen##*:}" ;;
    *) probe_tcp 127.0.0.1 "$listen" ;;
    esac || { echo "nobody listens on $listen" >&2 && exit 1; }
done <"$BW_FILES/ports.txt"
