#!/bin/sh
# Brings an older file to what is wanted: here the same as making it.
set -eu
mkdir -p "$BW_ROOT/etc"
echo "hello $BW_VAR_WHO, this is $BW_SERVER" >"$BW_ROOT/etc/greeting"
