#!/bin/sh
set -eu
rm -f link
