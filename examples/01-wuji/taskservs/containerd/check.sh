#!/bin/sh
# Exit 0 when the configuration is as wanted and containerd answers; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/containerd.sh"

bw-config check "$wanted"
answers || {
    echo "::drift property=containerd wanted=answering found=silent"
    exit 1
}
echo "::output runs=$(cat run/containerd.runs)"
