#!/bin/sh
# Renders the configuration and starts dnsmasq; changes nothing when both are as wanted already.
set -eu
. "$BW_FILES/resolv.sh"

changed=$(bw-config install "$wanted")
if [ -n "$changed" ] || ! answers; then
    bw-daemon stop dnsmasq
    start
fi
echo "::output runs=$(cat run/dnsmasq.runs)"
