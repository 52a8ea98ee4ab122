# shellcheck shell=sh
# The page that Debian's package shows on port 80 until it has sites of its own.

default_site=/etc/nginx/sites-enabled/default

# Whether the default site is there though nobody wants it.
default_site_is_left() {
    [ "$BW_VAR_NGINX_DEFAULT_SITE" = false ] && [ -L "$default_site" ]
}

default_site_hide() {
    default_site_is_left || return 0
    file_keep "$default_site"
    echo >"$files_record/pending"
    rm -f "$default_site"
}
