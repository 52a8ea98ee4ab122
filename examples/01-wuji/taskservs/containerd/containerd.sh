# shellcheck shell=sh
# What this folder's scripts share: the wanted configuration, below $wanted, and the program that serves it.
# Port of the server's slice: +4, containerd's streaming server.

config=etc/containerd/config.toml
wanted=$(mktemp -d)
trap 'rm -rf "$wanted"' EXIT
mkdir -p "$wanted/etc/containerd"

# The kernel takes 107 bytes of a socket's path, and containerd makes a second one with .ttrpc at its end: where the
# root's path is too long, the socket is named from the root, in which containerd runs.
socket=$BW_ROOT/run/containerd/containerd.sock
if [ ${#socket} -gt 100 ]; then
    socket=run/containerd/containerd.sock
fi

cat >"$wanted/$config" <<EOF
version = 2
root = "$BW_ROOT/var/lib/containerd"
state = "$BW_ROOT/run/containerd"

[grpc]
  address = "$socket"

[plugins."io.containerd.internal.v1.opt"]
  path = "$BW_ROOT/opt/containerd"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$BW_VAR_PAUSE_IMAGE"
  stream_server_address = "127.0.0.1"
  stream_server_port = "$((BW_PORT_BASE + 4))"

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$BW_ROOT/opt/cni/bin"
    conf_dir = "$BW_ROOT/etc/cni/net.d"

  [plugins."io.containerd.grpc.v1.cri".containerd]
    default_runtime_name = "runc"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"

      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = true
EOF

answers() {
    bw-stand-in probe containerd --config "$config" "$@"
}

# Starts containerd where it is on PATH and may run, else its stand-in, and returns when it answers.
start() {
    if command -v containerd >/dev/null && [ "$(id -u)" -eq 0 ]; then
        runs=real
        set -- containerd --config "$config"
    else
        runs=stand-in
        set -- bw-stand-in containerd --config "$config"
    fi
    mkdir -p run
    echo "$runs" >run/containerd.runs
    bw-daemon start containerd -- "$@"
    answers --wait 20 --while "bw-daemon status containerd" || {
        tail -n 5 "$BW_SERVER_DIR/daemons/containerd/log" >&2
        exit 1
    }
}
