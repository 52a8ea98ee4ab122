#!/bin/sh
# Exit 0 when the configuration is as wanted and the share answers; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/share.sh"

bw-config check "$wanted"
answers || {
    echo "::drift property=share wanted=answering found=silent"
    exit 1
}
