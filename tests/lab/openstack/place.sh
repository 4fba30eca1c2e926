# Where things are, which processes are ours, and how they end. Sourced by lab.sh.

LAB=${RUNBOOKS_LAB:-/var/tmp/runbooks-lab}/openstack
PYTHON=/usr/bin/python3   # the one that Debian's packages are for
SERVICES="epmd rabbit mariadb neutron keystone placement glance conductor scheduler api compute-a compute-b"
PORTS="epmd dist rabbit mariadb neutron keystone placement glance api"
PASSWORD=lab

die() { echo "lab: $*" >&2; exit 1; }

# for 20 something   -- tries a command four times a second for so many seconds
for_seconds() {
  local tries=$(($1 * 4)); shift
  while ! "$@"; do
    [ $((tries -= 1)) -gt 0 ] || return 1
    sleep 0.25
  done
}

# Ports are free ones, chosen once: the services' addresses are in Keystone's database.
choose_ports() {
  [ -s "$LAB/ports" ] || "$PYTHON" - $PORTS > "$LAB/ports" << 'PY'
import socket, sys
sockets = [socket.socket() for _ in sys.argv[1:]]
for name, one in zip(sys.argv[1:], sockets):
    one.bind(('127.0.0.1', 0))
    print(name, one.getsockname()[1])
PY
}

port() { awk -v name="$1" '$1 == name { print $2 }' "$LAB/ports"; }

url() { echo "http://127.0.0.1:$(port "$1")${2:-}"; }

# When a process began tells it from another that has its number now.
began() { awk '{ sub(/.*\) /, ""); if ($1 != "Z") print $20 }' "/proc/$1/stat" 2> /dev/null; }

alive() {
  local pid since
  read -r pid since 2> /dev/null < "$LAB/pid/$1" || return 1
  [ -n "$since" ] && [ "$(began "$pid")" = "$since" ]
}

# launch NAME command…   -- in the background, in a process group of its own, logging to its file
launch() {
  local name=$1; shift
  ! alive "$name" || return 0
  setsid nice "$@" > "$LAB/log/$name.log" 2>&1 < /dev/null 9>&- &
  echo "$! $(began $!)" > "$LAB/pid/$name"
}

stop() {
  local pid
  if alive "$1"; then
    read -r pid _ < "$LAB/pid/$1"
    kill -- "-$pid" 2> /dev/null || true
    for_seconds 15 gone "$1" || { kill -9 -- "-$pid" 2> /dev/null || true; for_seconds 5 gone "$1" || die "$1 does not end"; }
  fi
  rm -f "$LAB/pid/$1"
}

crash() {
  local pid
  alive "$1" || return 0
  read -r pid _ < "$LAB/pid/$1"
  kill -9 -- "-$pid"
  for_seconds 5 gone "$1" || die "$1 does not end"
}

gone() { ! alive "$1"; }

answers() { curl -s -o /dev/null -m 2 "$1"; }

listens() { (exec 3<> "/dev/tcp/127.0.0.1/$(port "$1")") 2> /dev/null; }
