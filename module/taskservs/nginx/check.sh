#!/bin/sh
# Exit 0 when packages, sites and service are as wanted; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/nginx.sh"

unit_check
! default_site_is_left || drift "$default_site" absent present
check_end
