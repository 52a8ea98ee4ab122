#!/bin/sh
# Exit 0 when packages, configuration, service and the cluster's members are as wanted; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/etcd.sh"

unit_check
if [ "$drifted" = 0 ]; then
    found=$(member member list 2>&1 | awk -F ', ' 'NF > 4 { print $3, $4 }' | LC_ALL=C sort)
    [ "$found" = "$(cat "$BW_FILES/members.txt")" ] || drift members "$(cat "$BW_FILES/members.txt")" "$found"
fi
check_end
