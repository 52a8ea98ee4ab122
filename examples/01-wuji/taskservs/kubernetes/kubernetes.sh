# shellcheck shell=sh
# What this folder's scripts share: the wanted configuration, below $wanted, and the programs that serve it.
# Ports of the server's slice: +1 the API server, +2 kubelet, +3 kubelet's health.

role=${BW_VAR_ROLE:?give the server the variable role: control-plane or worker}
kubeadm=etc/kubernetes/kubeadm.yaml
kubelet=var/lib/kubelet/config.yaml
wanted=$(mktemp -d)
trap 'rm -rf "$wanted"' EXIT
mkdir -p "$wanted/etc/kubernetes" "$wanted/var/lib/kubelet" "$wanted/usr/local/bin"

# Where the API server is. The control plane says so in its cluster-info, which a joining node is handed as
# kubeadm's discovery file; local servers of one infrastructure are neighbours on this machine.
if [ "$role" = control-plane ]; then
    api=http://127.0.0.1:$((BW_PORT_BASE + 1))
else
    discovery=${BW_SERVER_DIR%"$BW_SERVER"}$BW_VAR_CONTROL_PLANE${BW_ROOT#"$BW_SERVER_DIR"}/etc/kubernetes/cluster-info.yaml
    api=
    if [ -f "$discovery" ]; then
        api=$(sed -n 's/^ *server: //p' "$discovery")
    fi
fi

# A kubeconfig of the user $1.
kubeconfig() {
    cat <<EOF
apiVersion: v1
kind: Config
clusters:
  - name: $BW_VAR_CLUSTER
    cluster:
      server: $api
users:
  - name: $1
contexts:
  - name: $1
    context:
      cluster: $BW_VAR_CLUSTER
      user: $1
current-context: $1
EOF
}

registration() {
    cat <<EOF
nodeRegistration:
  name: $BW_SERVER
  criSocket: unix://$BW_ROOT/run/containerd/containerd.sock
EOF
}

if [ "$role" = control-plane ]; then
    admin=etc/kubernetes/admin.conf
    kubeconfig kubernetes-admin >"$wanted/$admin"
    kubeconfig bootstrap >"$wanted/etc/kubernetes/cluster-info.yaml"
    cat >"$wanted/$kubeadm" <<EOF
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: 127.0.0.1
  bindPort: $((BW_PORT_BASE + 1))
$(registration)
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
clusterName: $BW_VAR_CLUSTER
kubernetesVersion: $BW_VAR_KUBERNETES_VERSION
networking:
  podSubnet: $BW_VAR_POD_SUBNET
  serviceSubnet: $BW_VAR_SERVICE_SUBNET
  dnsDomain: cluster.local
EOF
else
    admin=etc/kubernetes/kubelet.conf
    cat >"$wanted/$kubeadm" <<EOF
apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  file:
    kubeConfigPath: $discovery
$(registration)
EOF
fi

kubeconfig "system:node:$BW_SERVER" >"$wanted/etc/kubernetes/kubelet.conf"

cat >"$wanted/$kubelet" <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 127.0.0.1
port: $((BW_PORT_BASE + 2))
healthzBindAddress: 127.0.0.1
healthzPort: $((BW_PORT_BASE + 3))
clusterDomain: cluster.local
clusterDNS: [$BW_VAR_CLUSTER_DNS]
cgroupDriver: systemd
containerRuntimeEndpoint: unix://$BW_ROOT/run/containerd/containerd.sock
resolvConf: $BW_ROOT/etc/resolv.conf
nodeStatusUpdateFrequency: 5s
EOF

cat >"$wanted/usr/local/bin/kubectl" <<EOF
#!/bin/sh
# kubectl of this server's cluster: the real one where it is on PATH, else the stand-in's.
set -eu
root='$BW_ROOT'
PATH=\$(echo ":\$PATH:" | sed "s|:\$root/usr/local/bin:|:|; s|^:||; s|:\$||")
if command -v kubectl >/dev/null; then
    exec kubectl --kubeconfig "\$root/$admin" --cache-dir "\$root/var/cache/kubectl" "\$@"
fi
exec bw-stand-in kubectl --kubeconfig "\$root/$admin" "\$@"
EOF
chmod +x "$wanted/usr/local/bin/kubectl"

api_server_answers() {
    [ "$role" != control-plane ] || bw-stand-in probe kube-apiserver --config "$kubeadm" "$@"
}

kubelet_answers() {
    bw-stand-in probe kubelet --config "$kubelet" --kubeconfig etc/kubernetes/kubelet.conf \
        --hostname-override "$BW_SERVER" --version "$BW_VAR_KUBERNETES_VERSION" "$@"
}

give_up() {
    tail -n 5 "$BW_SERVER_DIR/daemons/$1/log" >&2
    exit 1
}

# Starts the API server, on the control plane only, and returns when it answers.
start_api_server() {
    [ "$role" = control-plane ] || return 0
    bw-daemon start kube-apiserver -- bw-stand-in kube-apiserver --config "$kubeadm"
    api_server_answers --wait 20 --while "bw-daemon status kube-apiserver" || give_up kube-apiserver
}

# Starts kubelet and returns when it answers.
start_kubelet() {
    set -- --config "$kubelet" --kubeconfig etc/kubernetes/kubelet.conf \
        --hostname-override "$BW_SERVER" --version "$BW_VAR_KUBERNETES_VERSION"
    [ "$role" != control-plane ] || set -- "$@" --role control-plane
    bw-daemon start kubelet -- bw-stand-in kubelet "$@"
    kubelet_answers --wait 20 --while "bw-daemon status kubelet" || give_up kubelet
}
