#!/bin/sh
# Renders the configuration and starts the share; changes nothing when both are as wanted already.
set -eu
. "$BW_FILES/share.sh"

changed=$(bw-config install "$wanted")
if [ -z "$changed" ] && answers; then
    exit 0
fi
bw-daemon stop share
mkdir -p run var/lib/nfs/ganesha srv/share
# The real one would replace what is registered for NFS with this machine's rpcbind, so it may not run beside one.
if command -v ganesha.nfsd >/dev/null && [ "$(id -u)" -eq 0 ] && [ ! -e /run/rpcbind.sock ]; then
    echo "::output runs=real"
    bw-daemon start share -- env DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nowhere ganesha.nfsd -F -f "$config" -L STDOUT -p run/ganesha.pid
else
    echo "::output runs=stand-in"
    bw-daemon start share -- bw-stand-in ganesha.nfsd --config "$config"
fi
bw-stand-in probe ganesha.nfsd --config "$config" --wait 20 --while "bw-daemon status share" || {
    tail -n 5 "$BW_SERVER_DIR/daemons/share/log" >&2
    exit 1
}
