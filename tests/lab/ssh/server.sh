#!/bin/bash
# Installs Debian's OpenSSH server for tests that start one of their own, without one that runs on this machine.
set -euo pipefail
dpkg -s openssh-server openssh-client > /dev/null 2>&1 && exit 0
apt-get -o DPkg::Lock::Timeout=300 update -q > /dev/null
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod 755 "$policy"
fi
DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -yq --no-install-recommends openssh-server openssh-client > /dev/null
