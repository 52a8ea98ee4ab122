# shellcheck shell=sh
# What this folder's scripts share: the wanted configuration, below $wanted, and the program that serves it.
# Port of the server's slice: +6, NFS.

config=etc/ganesha/ganesha.conf
wanted=$(mktemp -d)
trap 'rm -rf "$wanted"' EXIT
mkdir -p "$wanted/etc/ganesha"

cat >"$wanted/$config" <<EOF
NFS_CORE_PARAM {
    Bind_addr = 127.0.0.1;
    NFS_Port = $((BW_PORT_BASE + 6));
    Protocols = 4;
    Enable_NLM = false;
    Enable_RQUOTA = false;
    Enable_UDP = false;
}

NFS_KRB5 {
    Active_krb5 = false;
}

NFSv4 {
    RecoveryRoot = "$BW_ROOT/var/lib/nfs/ganesha";
    Graceless = true;
    Only_Numeric_Owners = true;
    UseGetpwnam = true;
}

EXPORT {
    Export_Id = 1;
    Path = "$BW_ROOT/srv/nfs";
    Pseudo = /share;
    Access_Type = $BW_VAR_ACCESS;
    Squash = root_squash;
    Protocols = 4;
    FSAL {
        Name = VFS;
    }
}
EOF

answers() {
    bw-stand-in probe ganesha.nfsd --config "$config" "$@"
}

# Starts ganesha.nfsd where it is on PATH and may run, else its stand-in, and returns when it answers. The real one would
# replace what is registered for NFS with this machine's rpcbind, so it may not run beside one; this machine's D-Bus is hidden from it.
start() {
    if command -v ganesha.nfsd >/dev/null && [ "$(id -u)" -eq 0 ] && [ ! -e /run/rpcbind.sock ]; then
        runs=real
        set -- env DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nowhere ganesha.nfsd -F -f "$config" -L STDOUT -p run/ganesha.pid
    else
        runs=stand-in
        set -- bw-stand-in ganesha.nfsd --config "$config"
    fi
    mkdir -p run var/lib/nfs/ganesha srv/nfs
    echo "$runs" >run/ganesha.nfsd.runs
    bw-daemon start ganesha.nfsd -- "$@"
    answers --wait 20 --while "bw-daemon status ganesha.nfsd" || {
        tail -n 5 "$BW_SERVER_DIR/daemons/ganesha.nfsd/log" >&2
        exit 1
    }
}
