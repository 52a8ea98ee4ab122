#!/bin/sh
# Stops cilium-agent and takes away what create.sh put there; both may be gone already.
set -eu

bw-daemon stop cilium-agent
rm -rf run/cilium-agent.runs etc/cilium
