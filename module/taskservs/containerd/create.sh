#!/bin/sh
# Installs what is missing, brings the configuration, and starts the service or restarts it after a change.
set -eu
. "$BW_FILES/containerd.sh"

data_keep /var/lib/containerd /opt/containerd /etc/cni
unit_create
