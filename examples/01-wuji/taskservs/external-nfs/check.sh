#!/bin/sh
# Exit 0 when the configuration is as wanted and ganesha.nfsd answers; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/external-nfs.sh"

bw-config check "$wanted"
answers || {
    echo "::drift property=ganesha.nfsd wanted=answering found=silent"
    exit 1
}
echo "::output runs=$(cat run/ganesha.nfsd.runs)"
