#!/bin/sh
# Exit 0 means: already as wanted, so nothing is done. Any other exit says that it is not: with ::absent nothing of it is there, so create
# makes it and delete undoes that; with ::drift it is there and differs, so update changes it.
set -eu
[ -e "$BW_ROOT/etc/greeting" ] || { echo "::absent"; exit 1; }
wanted="hello $BW_VAR_WHO, this is $BW_SERVER"
found=$(cat "$BW_ROOT/etc/greeting")
[ "$found" = "$wanted" ] && exit 0
echo "::drift property=greeting wanted=\"$wanted\" found=\"$found\""
exit 1
