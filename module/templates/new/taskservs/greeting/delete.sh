#!/bin/sh
# Undoes create; that there is nothing left to undo is fine.
set -eu
rm -f "$BW_ROOT/etc/greeting"
