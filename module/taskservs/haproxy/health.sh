#!/bin/sh
# Exit 0 when HAProxy listens on all its ports.
set -eu
. "$BW_FILES/haproxy.sh"
. "$BW_FILES/probe.sh"

service_runs
while read -r address port; do
    case $address in '*' | 0.0.0.0) address=127.0.0.1 ;; esac
    probe_tcp "$address" "$port" || { echo "nobody listens on $address:$port" >&2 && exit 1; }
done <"$BW_FILES/ports.txt"
