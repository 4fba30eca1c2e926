# Where things are, which processes are ours, and how they end. Sourced by lab.sh.

LAB=${RUNBOOKS_LAB:-/var/tmp/runbooks-lab}/zabbix
SERVICES="postgres zabbix web"
PORTS="postgres trapper web"

die() { echo "lab: $*" >&2; exit 1; }

# for 20 something   -- tries a command four times a second for so many seconds
for_seconds() {
  local tries=$(($1 * 4)); shift
  while ! "$@"; do
    [ $((tries -= 1)) -gt 0 ] || return 1
    sleep 0.25
  done
}

# Ports are free ones, chosen once: below 32768, since Zabbix takes no other.
choose_ports() {
  mkdir -p "$LAB/pid" "$LAB/log" "$LAB/etc"
  # PHP is here anyway.
  [ -s "$LAB/ports" ] || php -r '
    foreach (array_slice($argv, 1) as $name) {
      do $open[$name] = @stream_socket_server("tcp://127.0.0.1:".($port = random_int(20000, 32767))); while (!$open[$name]);
      echo $name, " ", $port, "\n";
    }' $PORTS > "$LAB/ports"
}

port() { awk -v name="$1" '$1 == name { print $2 }' "$LAB/ports"; }

# When a process began tells it from another that has its number now.
began() { awk '{ sub(/.*\) /, ""); if ($1 != "Z") print $20 }' "/proc/$1/stat" 2> /dev/null; }

alive() {
  local pid since
  read -r pid since 2> /dev/null < "$LAB/pid/$1" || return 1
  [ -n "$since" ] && [ "$(began "$pid")" = "$since" ]
}

# launch NAME USER command…   -- in the background, in a process group of its own, logging to its file
launch() {
  local name=$1 user=$2; shift 2
  ! alive "$name" || return 0
  setsid setpriv --reuid "$user" --regid "$user" --clear-groups nice "$@" > "$LAB/log/$name.log" 2>&1 < /dev/null 9>&- &
  echo "$! $(began $!)" > "$LAB/pid/$name"
}

# Each ends its children in order when it is asked itself; who does not is ended with all of its group.
stop() {
  local pid signal=TERM
  if alive "$1"; then
    read -r pid _ < "$LAB/pid/$1"
    # PostgreSQL's fast end: TERM waits for clients.
    [ "$1" != postgres ] || signal=INT
    kill "-$signal" "$pid" 2> /dev/null || true
    for_seconds 20 gone "$1" || { kill -9 -- "-$pid" 2> /dev/null || true; for_seconds 5 gone "$1" || die "$1 does not end"; }
  fi
  rm -f "$LAB/pid/$1"
}

gone() { ! alive "$1"; }

answers() { curl -s -o /dev/null -m 5 "$1"; }

listens() { (exec 3<> "/dev/tcp/127.0.0.1/$(port "$1")") 2> /dev/null; }
