#!/bin/sh
# Renders the configuration and starts containerd; changes nothing when both are as wanted already.
set -eu
. "$BW_FILES/containerd.sh"

changed=$(bw-config install "$wanted")
if [ -n "$changed" ] || ! answers; then
    bw-daemon stop containerd
    start
fi
echo "::output runs=$(cat run/containerd.runs)"
