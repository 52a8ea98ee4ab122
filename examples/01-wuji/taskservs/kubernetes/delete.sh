#!/bin/sh
# Stops the node's programs and takes away what create.sh put there; they may be gone already.
set -eu

bw-daemon stop kubelet
bw-daemon stop kube-apiserver
rm -rf etc/kubernetes var/lib/kubelet usr/local/bin/kubectl var/cache/kubectl
