# shellcheck shell=sh
# What this folder's scripts share.
. "$BW_FILES/unit.sh"

packages=haproxy
files='haproxy.cfg /etc/haproxy/haproxy.cfg 644 root:root'
service=haproxy daemon=/usr/sbin/haproxy pidfile=/run/haproxy.pid
