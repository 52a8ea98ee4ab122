# shellcheck shell=sh
# What this folder's scripts share.
. "$BW_FILES/report.sh"
. "$BW_FILES/packages.sh"
. "$BW_FILES/files.sh"
. "$BW_FILES/hostname.sh"
. "$BW_FILES/timezone.sh"
. "$BW_FILES/users.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
hosts_with_ours >"$work/hosts"
packages="tzdata $(cat "$BW_FILES/packages.txt")"
files="hostname /etc/hostname 644 root:root
$work/hosts /etc/hosts 644 root:root
timezone /etc/timezone 644 root:root"

# The machine's first address, or the first that begins with os_network.
report_address() {
    for address in $(hostname -I); do
        case $address in "$BW_VAR_OS_NETWORK"*)
            echo "::output address=$address"
            return
            ;;
        esac
    done
    refuse "No address of this machine begins with '$BW_VAR_OS_NETWORK' (os_network): $(hostname -I)"
}
