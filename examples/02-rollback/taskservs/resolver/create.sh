#!/bin/sh
# Writes dnsmasq's configuration and starts it; it refuses a wrong one with the file, the line and the reason.
set -eu

mkdir -p etc
echo "127.0.0.1 $BW_SERVER" >etc/dnsmasq.hosts
cat >etc/dnsmasq.conf <<EOF
port=$BW_PORT_BASE
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
addn-hosts=$BW_ROOT/etc/dnsmasq.hosts
cache-size=$BW_VAR_CACHE_SIZE
EOF

if command -v dnsmasq >/dev/null; then
    echo "::output runs=real"
    set -- dnsmasq --keep-in-foreground --conf-file=etc/dnsmasq.conf --pid-file= --log-facility=- --user="$(id -un)"
else
    echo "::output runs=stand-in"
    set -- bw-stand-in dnsmasq --config etc/dnsmasq.conf
fi
bw-daemon stop resolver
bw-daemon start resolver -- "$@"
bw-stand-in probe dnsmasq --config etc/dnsmasq.conf --wait 20 --while "bw-daemon status resolver"
