#!/bin/bash
# A real Zabbix 6.0 (server, PostgreSQL and the frontend's API) on loopback, for tests. README.md says what is here.
#
#   lab.sh install               packages (from nothing; Debian 12, root)
#   lab.sh up                    everything; what runs is left running
#   lab.sh env                   KEY=value lines: where it is, and who may enter
#   lab.sh status | down | wipe  wipe is down, and forgets all
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
for part in place install services; do . "$HERE/$part.sh"; done

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
  echo "RUNBOOKS_LAB_ZABBIX_URL=http://127.0.0.1:$(port web)"
  echo "RUNBOOKS_LAB_ZABBIX_TRAPPER=127.0.0.1:$(port trapper)"
  echo "RUNBOOKS_LAB_ZABBIX_USER=Admin"
  echo "RUNBOOKS_LAB_ZABBIX_PASSWORD=zabbix"
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
  status) status ;;
  down) one_at_a_time; down ;;
  wipe) one_at_a_time; down; rm -rf "$LAB" ;;
  *) usage ;;
esac
