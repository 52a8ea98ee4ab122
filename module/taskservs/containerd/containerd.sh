# shellcheck shell=sh
# What this folder's scripts share.
. "$BW_FILES/unit.sh"

packages='containerd runc'
files='config.toml /etc/containerd/config.toml 644 root:root'
# Debian's package has no init script.
service=containerd daemon=/usr/bin/containerd pidfile=/run/containerd.pid
