#!/bin/sh
# Exit 0 when the configuration is as wanted and dnsmasq answers; otherwise says what differs.
set -eu
. "$BW_FILES/resolv.sh"

bw-config check "$wanted"
answers || {
    echo "::drift property=dnsmasq wanted=answering found=silent"
    exit 1
}
echo "::output runs=$(cat run/dnsmasq.runs)"
