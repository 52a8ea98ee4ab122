#!/bin/sh
# Exit 0 when the configuration is as wanted and the node's programs answer; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/kubernetes.sh"

silent() {
    echo "::drift property=$1 wanted=answering found=silent"
    exit 1
}

if [ -z "$api" ]; then
    [ -e "$kubeadm" ] || echo "::absent"
    echo "::drift property=control-plane wanted=$BW_VAR_CONTROL_PLANE found=absent"
    exit 1
fi
bw-config check "$wanted"
api_server_answers || silent kube-apiserver
kubelet_answers || silent kubelet
echo "::output api=$api"
echo "::output runs=stand-in"
