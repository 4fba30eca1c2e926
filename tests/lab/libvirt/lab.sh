#!/bin/bash
# Two real libvirtd hosts with small QEMU guests on one machine, for tests. README.md says what is here.
#
#   lab.sh install               packages, guest kernel and initrd (from nothing; Debian 12, root)
#   lab.sh up [N]                both hosts, and N plain guests vm01, vm02 … spread over them (default 2)
#   lab.sh scenario NAME         both hosts, and the guests of scenarios/NAME, all on and as their file says; run again to reset
#   lab.sh tell GUEST COMMAND…   load N | load 0 | mark TEXT | off, over the guest's serial console
#   lab.sh address GUEST         its address, in the network of the hosts
#   lab.sh probe ADDRESS N       asks the web server there for N seconds, from the network of host-a: "MILLISECONDS ok|no" a line
#   lab.sh get ADDRESS PATH      what the web server there gives, asked from the network of host-a
#   lab.sh copy-is-sound FILE [GUEST]  checks a file of the pool backups, and compares it with the disk of a guest that is off or paused
#   lab.sh ruin GUEST            fills the disk of a guest that is off with nonsense
#   lab.sh swell GUEST MIB       fills the disk of a guest that is off with so much more data, behind its file system
#   lab.sh log GUEST             the file with its serial log
#   lab.sh forget GUEST          removes a guest that tests made, wherever it is, with its disks
#   lab.sh guest GUEST ACTION    crash | freeze | thaw the guest's QEMU, behind libvirtd's back
#   lab.sh host HOST ACTION      crash | freeze | thaw | start the libvirtd of host-a or host-b
#   lab.sh env                   KEY=value lines with the connection URIs
#   lab.sh status | down | wipe  wipe is down, and forgets all but the cache of install
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
for part in place install meter hosts guests scenario; do . "$HERE/$part.sh"; done

usage() { sed -n 's/^#   //p' "$HERE/lab.sh" >&2; exit 2; }

status() {
  local host
  for host in $HOSTS; do
    if ! alive "$host"; then echo "$host down"; continue; fi
    echo "$host $(uri "$host")"
    on "$host" list --all | awk 'NF > 2 && $1 != "Id" { $1 = ""; print "  " $0 }'
  done
}

up() {
  install_all
  start_hosts
  plain_guests "${1:-2}" | bring_up
}

one_at_a_time() {
  mkdir -p "$LAB"
  exec 9> "$LAB/lock"
  flock -w 600 9 || die "another lab.sh has held $LAB/lock for ten minutes"
}

case "${1:-}" in
  install) one_at_a_time; install_all ;;
  up) one_at_a_time; up "${2:-}"; status ;;
  scenario) one_at_a_time; scenario "${2:?which scenario? $(ls "$HERE/scenarios")}"; status ;;
  tell) tell "${2:?which guest?}" "${@:3}" ;;
  address) guest_address "${2:?which guest?}" ;;
  probe) ip netns exec "$(namespace host-a)" "$0" probe-here "${2:?which address?}" "${3:?how many seconds?}" ;;
  probe-here) probe "$2" "$3" 2> /dev/null ;;
  meter-here) meter "$2" ;;
  get) ip netns exec "$(namespace host-a)" "$0" get-here "${2:?which address?}" "${3:?which path?}" ;;
  get-here) fetch 5 "$2" "$3" ;;
  copy-is-sound) copy_is_sound "${2:?which file?}" "${3:-}" ;;
  ruin) head -c 8M /dev/urandom > "$SHARED/pool/${2:?which guest?}.qcow2" ;;
  swell) swell "${2:?which guest?}" "${3:?how many MiB?}" ;;
  log) echo "$SHARED/log/${2:?which guest?}.log" ;;
  forget) one_at_a_time; forget "${2:?which guest?}" ;;
  guest) guest_action "${2:?which guest?}" "${3:?crash, freeze or thaw?}" ;;
  host) one_at_a_time; host_action "${2:?which host?}" "${3:?crash, freeze, thaw or start?}" ;;
  env) for host in $HOSTS; do echo "$(env_name "$host")=$(uri "$host")"; done ;;
  status) status ;;
  down) one_at_a_time; stop_hosts ;;
  wipe) one_at_a_time; stop_hosts; wipe ;;
  *) usage ;;
esac
