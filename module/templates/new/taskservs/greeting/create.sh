#!/bin/sh
# Makes the file. BW_ROOT is the server's own root, BW_SERVER its name.
set -eu
mkdir -p "$BW_ROOT/etc"
echo "hello $BW_VAR_WHO, this is $BW_SERVER" >"$BW_ROOT/etc/greeting"
echo "::output greeting=$(cat "$BW_ROOT/etc/greeting")"
