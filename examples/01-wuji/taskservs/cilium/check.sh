#!/bin/sh
# Exit 0 when the configuration is as wanted and cilium-agent answers; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/cilium.sh"

bw-config check "$wanted"
answers || {
    echo "::drift property=cilium-agent wanted=answering found=silent"
    exit 1
}
echo "::output runs=$(cat run/cilium-agent.runs)"
