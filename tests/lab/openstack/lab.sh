#!/bin/bash
# A real Keystone, Placement, Glance and Nova with two hosts whose driver only pretends, on loopback, for tests. README.md says what is here.
#
#   lab.sh install                 packages (from nothing; Debian 12, root)
#   lab.sh up                      everything; what runs is left running
#   lab.sh env                     KEY=value lines: where Keystone is, and who may enter
#   lab.sh service NAME ACTION     crash, stop or start one service, e.g. api
#   lab.sh sql STATEMENT           in the databases, for faults that the API cannot cause
#   lab.sh status | down | wipe    wipe is down, and forgets all
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
for part in place install config services; do . "$HERE/$part.sh"; done

usage() { sed -n 's/^#   //p' "$HERE/lab.sh" >&2; exit 2; }

up() {
  install_all
  choose_ports
  write_config
  start_services
}

down() {
  local service
  for service in $(tac -s ' ' <<< "$SERVICES "); do stop "$service"; done
}

status() {
  local service
  for service in $SERVICES; do if alive "$service"; then echo "$service $(cut -d ' ' -f 1 "$LAB/pid/$service")"; else echo "$service down"; fi; done
}

environment() {
  echo "RUNBOOKS_LAB_OPENSTACK_AUTH_URL=$(url keystone /v3)"
  echo "RUNBOOKS_LAB_OPENSTACK_PASSWORD=$PASSWORD"
}

service() {
  case $2 in
    crash) crash "$1" ;;
    stop) stop "$1" ;;
    start) start "$1"; for_seconds 60 answers "$(url "$1" /)" || die "$1 does not answer" ;;
    *) usage ;;
  esac
}

one_at_a_time() {
  mkdir -p "$LAB"
  exec 9> "$LAB/lock-of-lab"
  flock -w 600 9 || die "another lab.sh has held $LAB/lock-of-lab for ten minutes"
}

case "${1:-}" in
  install) one_at_a_time; install_all ;;
  up) one_at_a_time; up; status ;;
  env) environment ;;
  service) one_at_a_time; service "${2:?which service?}" "${3:?crash, stop or start?}" ;;
  sql) sql "${2:?which statement?}" ;;
  status) status ;;
  down) one_at_a_time; down ;;
  wipe) one_at_a_time; down; rm -rf "$LAB" ;;
  *) usage ;;
esac
