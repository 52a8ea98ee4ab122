# shellcheck shell=sh
# What this folder's scripts share: the wanted configuration, below $wanted, and the program that serves it.
# Port of the server's slice: +0, the resolver.

config=etc/dnsmasq.conf
wanted=$(mktemp -d)
trap 'rm -rf "$wanted"' EXIT
mkdir -p "$wanted/etc"

cat >"$wanted/etc/resolv.conf" <<EOF
# This server's resolver listens on port $BW_PORT_BASE.
search $BW_VAR_DOMAIN
nameserver 127.0.0.1
EOF

for node in $(echo "$BW_VAR_NODES" | tr '[],"' '    '); do
    echo "127.0.0.1 $node.$BW_VAR_DOMAIN $node"
done >"$wanted/etc/dnsmasq.hosts"

cat >"$wanted/$config" <<EOF
port=$BW_PORT_BASE
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
addn-hosts=$BW_ROOT/etc/dnsmasq.hosts
domain=$BW_VAR_DOMAIN
local=/$BW_VAR_DOMAIN/
cache-size=$BW_VAR_CACHE_SIZE
EOF

answers() {
    bw-stand-in probe dnsmasq --config "$config" "$@"
}

# Starts dnsmasq where it is on PATH, else its stand-in, and returns when it answers.
start() {
    if command -v dnsmasq >/dev/null; then
        runs=real
        set -- dnsmasq --keep-in-foreground --conf-file="$config" --pid-file= --log-facility=- --user="$(id -un)"
    else
        runs=stand-in
        set -- bw-stand-in dnsmasq --config "$config"
    fi
    mkdir -p run
    echo "$runs" >run/dnsmasq.runs
    bw-daemon start dnsmasq -- "$@"
    answers --wait 20 --while "bw-daemon status dnsmasq" || {
        tail -n 5 "$BW_SERVER_DIR/daemons/dnsmasq/log" >&2
        exit 1
    }
}
