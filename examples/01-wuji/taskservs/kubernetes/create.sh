#!/bin/sh
# Renders the configuration and starts the node's programs; changes nothing when both are as wanted already.
set -eu
. "$BW_FILES/kubernetes.sh"

if [ -z "$api" ]; then
    echo "::failure kind=Transient retry_after=1 the control plane $BW_VAR_CONTROL_PLANE is not there yet: no $discovery"
    exit 75
fi
changed=$(bw-config install "$wanted")
if [ -n "$changed" ] || ! api_server_answers || ! kubelet_answers; then
    bw-daemon stop kubelet
    bw-daemon stop kube-apiserver
    start_api_server
    start_kubelet
fi
echo "::output api=$api"
echo "::output runs=stand-in"
