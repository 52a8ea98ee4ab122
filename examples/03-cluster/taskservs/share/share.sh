# shellcheck shell=sh
# What this folder's scripts share: the wanted configuration, below $wanted.

config=etc/ganesha/ganesha.conf
wanted=$(mktemp -d)
trap 'rm -rf "$wanted"' EXIT
mkdir -p "$wanted/etc/ganesha"

cat >"$wanted/$config" <<EOF
NFS_CORE_PARAM {
    Bind_addr = 127.0.0.1;
    NFS_Port = $BW_PORT_BASE;
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
    Path = "$BW_ROOT/srv/share";
    Pseudo = /share;
    Access_Type = $BW_VAR_ACCESS;
    Protocols = 4;
    FSAL {
        Name = VFS;
    }
}
EOF

answers() {
    bw-stand-in probe ganesha.nfsd --config "$config"
}
