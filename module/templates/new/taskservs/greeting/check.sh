#!/bin/sh
# Exit 0 means: already as wanted, so nothing is done. Any other exit says that it differs.
set -eu
wanted="hello $BW_VAR_WHO, this is $BW_SERVER"
found=$(cat "$BW_ROOT/etc/greeting" 2>/dev/null || true)
[ "$found" = "$wanted" ] && exit 0
echo "::drift property=greeting wanted=\"$wanted\" found=\"$found\""
exit 1
