#!/bin/sh
set -eu
[ -e etc/hostname ] || { echo ::absent; exit 1; }
[ "$(cat etc/hostname)" = "$BW_SERVER" ]
