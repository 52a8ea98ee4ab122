# shellcheck shell=sh
# What this folder's scripts share: the wanted files, below $wanted.

wanted=$(mktemp -d)
trap 'rm -rf "$wanted"' EXIT
mkdir -p "$wanted/etc/sysctl.d" "$wanted/etc/modules-load.d"

echo "$BW_SERVER" >"$wanted/etc/hostname"

{
    echo "127.0.0.1 localhost"
    # Every local server is on this machine's loopback.
    for node in $(echo "$BW_VAR_NODES" | tr '[],"' '    '); do
        echo "127.0.0.1 $node.$BW_VAR_DOMAIN $node"
    done
} >"$wanted/etc/hosts"

cat >"$wanted/etc/modules-load.d/containers.conf" <<EOF
overlay
br_netfilter
EOF

cat >"$wanted/etc/sysctl.d/90-containers.conf" <<EOF
net.bridge.bridge-nf-call-ip6tables = 1
net.bridge.bridge-nf-call-iptables = 1
net.ipv4.ip_forward = 1
vm.swappiness = $BW_VAR_SWAPPINESS
EOF
