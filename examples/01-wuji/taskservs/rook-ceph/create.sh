#!/bin/sh
# Renders the configuration and starts ceph-mon; changes nothing when both are as wanted already.
set -eu
. "$BW_FILES/rook-ceph.sh"

changed=$(bw-config install "$wanted")
if [ -n "$changed" ] || ! answers; then
    bw-daemon stop ceph-mon
    start
fi
echo "::output runs=$(cat run/ceph-mon.runs)"
