# How busy each host is. Both would read the machine's one /proc/stat, and be equally hot: each libvirtd is shown a file of its own there,
# in which the CPU time that its own guests have really used is all that its two CPUs have done. Sourced by lab.sh.

METERED_CPUS=2

meter_of() { echo "$LAB/$1/meter.pid"; }

start_meter() {
  runs "$(cat "$(meter_of "$1")" 2> /dev/null)" && return 0
  write_stat "$1" 0 0
  setsid "$HERE/lab.sh" meter-here "$1" < /dev/null > /dev/null 2>&1 9>&- &
  echo $! > "$(meter_of "$1")"
}

stop_meter() {
  stop_process "$(cat "$(meter_of "$1")" 2> /dev/null)"
  rm -f "$(meter_of "$1")"
}

# In place, since the file is mounted; of one length, so that nobody reads half of it.
write_stat() {
  printf '%-80s\n' "cpu $2 0 0 $3 0 0 0 0 0 0" 1<> "$LAB/$1/stat"
}

# meter HOST   -- once a second, in hundredths of a second; a guest that is gone keeps what it has used
meter() {
  local host=$1 used=0 began now file pid ticks
  local -A before=()
  began=$(date +%s%2N)
  while sleep 1; do
    for file in "$LAB/$host"/run/qemu/*.pid; do
      pid=$(cat "$file" 2> /dev/null) || continue
      # After the name in brackets, which may hold blanks: the 14th and 15th field of all.
      ticks=$(sed 's/.*) //' "/proc/$pid/stat" 2> /dev/null | awk '{ print $12 + $13 }')
      [ -n "$ticks" ] || continue
      used=$((used + ticks - ${before[$pid]:-$ticks}))
      before[$pid]=$ticks
    done
    now=$((($(date +%s%2N) - began) * METERED_CPUS))
    write_stat "$host" "$used" "$((now > used ? now - used : 0))"
  done
}
