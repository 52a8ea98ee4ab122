# shellcheck shell=sh
# What this folder's scripts share: the wanted configuration, below $wanted, and the program that serves it.
# Port of the server's slice: +7, the agent's health.

config=etc/cilium/ciliumd.yaml
wanted=$(mktemp -d)
trap 'rm -rf "$wanted"' EXIT
mkdir -p "$wanted/etc/cilium"

cat >"$wanted/$config" <<EOF
agent-health-port: $((BW_PORT_BASE + 7))
cluster-id: 0
cluster-name: $BW_VAR_CLUSTER
cluster-pool-ipv4-cidr: $BW_VAR_POD_SUBNET
enable-ipv4: true
enable-ipv6: false
enable-policy: default
ipam: cluster-pool
k8s-kubeconfig-path: $BW_ROOT/etc/kubernetes/kubelet.conf
kube-proxy-replacement: false
routing-mode: tunnel
tunnel-protocol: vxlan
EOF

answers() {
    bw-stand-in probe cilium-agent --config "$config" "$@"
}

# Starts the stand-in and returns when it answers.
start() {
    mkdir -p run
    echo stand-in >run/cilium-agent.runs
    bw-daemon start cilium-agent -- bw-stand-in cilium-agent --config "$config"
    answers --wait 20 --while "bw-daemon status cilium-agent" || {
        tail -n 5 "$BW_SERVER_DIR/daemons/cilium-agent/log" >&2
        exit 1
    }
}
