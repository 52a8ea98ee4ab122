#!/bin/sh
# Changes the share behind the workflow's back, as a colleague in a hurry would: anyone may write to it now.
#   sh examples/03-cluster/drift.sh <state folder>
set -eu

state=${1:-${BATCHWORKFLOW_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/batchworkflow}}
config=$(find "$state/servers" -path '*node-0*' -name ganesha.conf 2>/dev/null)
if [ -z "$config" ]; then
    echo "drift.sh: no cluster below $state/servers; submit workflow.yaml first, or name the state folder." >&2
    exit 1
fi
sed 's/Access_Type = RO;/Access_Type = RW;/' "$config" >"$config.new"
mv "$config.new" "$config"
echo "changed Access_Type to RW in $config"
