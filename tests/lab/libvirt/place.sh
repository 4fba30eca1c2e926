# Where things are, and how they are called. Sourced by lab.sh.

LAB=${RUNBOOKS_LAB:-/var/tmp/runbooks-lab}/libvirt
CACHE=$LAB/cache     # kernel and initrd: kept by wipe
SHARED=$LAB/shared   # what both hosts see under one path: disks, kernel, serial logs
HOSTS="host-a host-b"

die() { echo "lab: $*" >&2; exit 1; }

# for 20 something   -- tries a command ten times a second for so many seconds
for_seconds() {
  local tries=$(($1 * 10)); shift
  while ! "$@"; do
    [ $((tries -= 1)) -gt 0 ] || return 1
    sleep 0.1
  done
}

uri() { echo "qemu:///system?socket=$LAB/$1/run/libvirt-sock"; }

env_name() { case $1 in host-a) echo RUNBOOKS_LAB_LIBVIRT_URI_A ;; *) echo RUNBOOKS_LAB_LIBVIRT_URI_B ;; esac; }

# on HOST virsh-command…   -- never longer than a minute, whatever libvirtd does
on() {
  local host=$1; shift
  timeout -k 5 60 virsh -q -c "$(uri "$host")" "$@" 9>&- < /dev/null
}

# A process that was killed but not reaped still answers to kill -0: a zombie does not run.
runs() { [ -n "$1" ] && [ -r "/proc/$1/status" ] && ! grep -qs '^State:.Z' "/proc/$1/status"; }

stop_process() {
  runs "$1" || return 0
  kill "$1" 2> /dev/null || true
  for_seconds 10 gone "$1" && return 0
  kill -9 "$1" 2> /dev/null || true
  for_seconds 10 gone "$1" || die "process $1 does not end"
}

gone() { ! runs "$1"; }

harm() {
  case $2 in
    crash) kill -9 "$1"; for_seconds 10 gone "$1" ;;
    freeze) kill -STOP "$1" ;;
    thaw) kill -CONT "$1" ;;
    *) die "unknown action '$2'" ;;
  esac
}
