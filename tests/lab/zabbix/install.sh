# From a bare Debian 12 to all that the lab needs. Sourced by lab.sh.

# php-cgi only stands in for Apache, which the frontend's package would bring else.
PACKAGES="zabbix-server-pgsql zabbix-frontend-php php-cgi php-cli php-pgsql php-mbstring php-xml php-gd php-bcmath postgresql-15 curl"

install_all() {
  [ "$(id -u)" = 0 ] || die "must run as root"
  # shellcheck disable=SC2086 # a list of words
  dpkg -s $PACKAGES > /dev/null 2>&1 && return 0
  # What is installed here is not started here, and no cluster of the machine is made.
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt-get -o DPkg::Lock::Timeout=600 update -q > /dev/null
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yq --no-install-recommends $PACKAGES > /dev/null
}
