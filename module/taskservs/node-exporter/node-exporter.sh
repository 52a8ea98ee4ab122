# shellcheck shell=sh
# What this folder's scripts share.
. "$BW_FILES/unit.sh"

packages=prometheus-node-exporter
files='node-exporter.conf /etc/default/prometheus-node-exporter 644 root:root'
service=prometheus-node-exporter daemon=/usr/bin/prometheus-node-exporter pidfile=/run/prometheus/prometheus-node-exporter.pid
