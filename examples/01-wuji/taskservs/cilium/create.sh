#!/bin/sh
# Renders the configuration and starts cilium-agent; changes nothing when both are as wanted already.
set -eu
. "$BW_FILES/cilium.sh"

changed=$(bw-config install "$wanted")
if [ -n "$changed" ] || ! answers; then
    bw-daemon stop cilium-agent
    start
fi
echo "::output runs=$(cat run/cilium-agent.runs)"
