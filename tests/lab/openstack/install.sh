# From a bare Debian 12 to all that the lab needs. Sourced by lab.sh.

# The libraries, not the daemons' own packages: those start services, and want a machine for themselves.
PACKAGES="python3-keystone python3-nova python3-placement python3-glance rabbitmq-server mariadb-server uwsgi-core uwsgi-plugin-python3 curl"

install_all() {
  [ "$(id -u)" = 0 ] || die "must run as root"
  # shellcheck disable=SC2086 # a list of words
  dpkg -s $PACKAGES > /dev/null 2>&1 && return 0
  # What is installed here is not started here.
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt-get -o DPkg::Lock::Timeout=600 update -q > /dev/null
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yq --no-install-recommends $PACKAGES > /dev/null
}
