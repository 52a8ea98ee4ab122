#!/bin/sh
set -eu
[ "$(cat etc/hostname 2>/dev/null)" = "$BW_SERVER" ]
