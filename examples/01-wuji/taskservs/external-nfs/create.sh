#!/bin/sh
# Renders the configuration and starts ganesha.nfsd; changes nothing when both are as wanted already.
set -eu
. "$BW_FILES/external-nfs.sh"

changed=$(bw-config install "$wanted")
if [ -n "$changed" ] || ! answers; then
    bw-daemon stop ganesha.nfsd
    start
fi
echo "::output runs=$(cat run/ganesha.nfsd.runs)"
