#!/bin/sh
# Exit 0 when the configuration is as wanted and ceph-mon answers; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/rook-ceph.sh"

bw-config check "$wanted"
answers || {
    echo "::drift property=ceph-mon wanted=answering found=silent"
    exit 1
}
echo "::output runs=$(cat run/ceph-mon.runs)"
