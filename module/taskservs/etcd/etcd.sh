# shellcheck shell=sh
# What this folder's scripts share.
. "$BW_FILES/unit.sh"

packages='etcd-server etcd-client'
files='etcd.conf /etc/default/etcd 644 root:root'
service=etcd daemon=/usr/bin/etcd pidfile=/run/etcd.pid
# A member is not ready before most of the others are there; the health check waits for that.
systemd_options=--no-block

# etcdctl on this member.
member() {
    ETCDCTL_API=3 etcdctl --endpoints="http://127.0.0.1:$BW_VAR_ETCD_CLIENT_PORT" --command-timeout=5s "$@"
}
