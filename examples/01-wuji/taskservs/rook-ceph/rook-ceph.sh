# shellcheck shell=sh
# What this folder's scripts share: the wanted configuration, below $wanted, and the program that serves it.
# Port of the server's slice: +5, the monitor.

config=etc/ceph/ceph.conf
cluster=etc/rook-ceph/cluster.yaml
wanted=$(mktemp -d)
trap 'rm -rf "$wanted"' EXIT
mkdir -p "$wanted/etc/ceph" "$wanted/etc/rook-ceph"

cat >"$wanted/$cluster" <<EOF
apiVersion: ceph.rook.io/v1
kind: CephCluster
metadata:
  name: rook-ceph
  namespace: rook-ceph
spec:
  cephVersion:
    image: $BW_VAR_CEPH_IMAGE
  dataDirHostPath: $BW_ROOT/var/lib/ceph
  mon:
    count: 1
    allowMultiplePerNode: false
  storage:
    useAllNodes: false
    useAllDevices: false
    nodes:
      - name: $BW_SERVER
EOF

# No keys in a sandbox: whoever reaches this machine's loopback may ask.
cat >"$wanted/$config" <<EOF
[global]
fsid = $BW_VAR_FSID
mon initial members = $BW_SERVER
mon host = [v2:127.0.0.1:$((BW_PORT_BASE + 5))]
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
run dir = $BW_ROOT/run/ceph
crash dir = $BW_ROOT/var/lib/ceph/crash
admin socket =
log file =
log to stderr = true
mon cluster log file =
mon cluster log to stderr = true

[mon.$BW_SERVER]
mon data = $BW_ROOT/var/lib/ceph/mon/ceph-$BW_SERVER
EOF

answers() {
    bw-stand-in probe ceph-mon --config "$config" --id "$BW_SERVER" "$@"
}

# Makes the real monitor's store, once; what an attempt left half-made is made again.
make_store() {
    store=var/lib/ceph/mon/ceph-$BW_SERVER
    [ ! -e "$store/done" ] || return 0
    rm -rf "$store"
    mkdir -p "$store" run/ceph
    ceph-mon --conf "$config" --id "$BW_SERVER" --mkfs --log-to-stderr=false
    touch "$store/done"
}

# Starts ceph-mon where it is on PATH, else its stand-in, and returns when it answers.
start() {
    mkdir -p run
    if command -v ceph-mon >/dev/null; then
        runs=real
        make_store
        set -- ceph-mon --foreground --conf "$config" --id "$BW_SERVER"
    else
        runs=stand-in
        set -- bw-stand-in ceph-mon --config "$config" --id "$BW_SERVER" --cluster "$cluster"
    fi
    echo "$runs" >run/ceph-mon.runs
    bw-daemon start ceph-mon -- "$@"
    answers --wait 20 --while "bw-daemon status ceph-mon" || {
        tail -n 5 "$BW_SERVER_DIR/daemons/ceph-mon/log" >&2
        exit 1
    }
}
