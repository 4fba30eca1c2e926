# Small guests: one emulated CPU, 96 MiB, a serial console that obeys. Sourced by lab.sh.
# A guest is a line "NAME HOST BEHAVIOUR TAG=VALUE…"; behaviour is idle, busy, deaf or agent (QEMU's guest agent runs in it), or several
# joined by commas. One that is a template, too, is never started: others are made from it.

MEMORY=96
KEPT=$SHARED/kept

plain_guests() {
  local i
  for ((i = 1; i <= $1; i++)); do
    printf 'vm%02d %s idle env=lab\n' "$i" "$([ $((i % 2)) = 1 ] && echo host-a || echo host-b)"
  done
}

# Reads guest lines; afterwards all are on, ready, and behave as their line says.
bring_up() {
  local lines name host behaviour tags
  lines=$(cat)
  while read -r name host behaviour tags; do
    bring_up_one "$name" "$host" "$behaviour" "$tags"
  done <<< "$lines"
  while read -r name _ behaviour _; do
    is_template "$behaviour" && continue
    for_seconds 120 ready "$name" || die "$name did not boot; see $SHARED/log/$name.log"
  done <<< "$lines"
}

bring_up_one() {
  local name=$1 host=$2 state
  bring_home "$name" "$host"
  [ -f "$SHARED/pool/$name.qcow2" ] || new_disk "$name"
  state=$(on "$host" domstate "$name" 2> /dev/null) || state=undefined
  forget_moments "$name" "$host" "$state"
  if is_template "$3"; then
    domain "$@" > "$LAB/$name.xml" && on "$host" define "$LAB/$name.xml" > /dev/null
    return
  fi
  case $state in
    running) [ ! -f "$LAB/told/$name" ] || tell "$name" load "$(boot_load "$3")" ;;
    paused) on "$host" resume "$name" > /dev/null ;;
    *) start_guest "$@" ;;
  esac
}

# A guest that was moved is taken from where it went: it is started anew on its host.
bring_home() {
  local other
  for other in $HOSTS; do
    [ "$other" != "$2" ] && on "$other" domstate "$1" > /dev/null 2>&1 || continue
    on "$other" destroy "$1" > /dev/null 2>&1 || true
    forget_moments "$1" "$other" moved
    on "$other" undefine "$1" --checkpoints-metadata > /dev/null 2>&1 || true
  done
}

forget() {
  bring_home "$1" none
  rm -f "$SHARED/pool/$1"-*
}

# A new start begins a new log, so that "ready" means this start.
start_guest() {
  local name=$1 host=$2 definition=$LAB/$1.xml
  rm -f "$SHARED/log/$name.log" "$LAB/told/$name"
  domain "$@" > "$definition"
  on "$host" define "$definition" > /dev/null
  # The disks of a copy that it was restored from.
  rm -f "$SHARED/pool/$name"-????????-vda.qcow2
  if is_kept "$name"; then wake "$name" "$host"; else new_disk "$name"; on "$host" start "$name" > /dev/null; fi
}

new_disk() { qemu-img create -q -f qcow2 -o compat=1.1 -b base.qcow2 -F qcow2 "$SHARED/pool/$1.qcow2"; }

# Booting takes seconds of CPU, so a guest that has booted once is kept, memory and disk, and begins there from then on.
is_kept() {
  [ -s "$KEPT/$1.save" ] && cmp -s "$LAB/$1.xml" "$KEPT/$1.xml" && [ ! "$SHARED/initrd" -nt "$KEPT/$1.save" ]
}

wake() {
  cp "$KEPT/$1.qcow2" "$SHARED/pool/$1.qcow2"
  on "$2" restore "$KEPT/$1.save" > /dev/null
  echo "GUEST ready $1 as it was kept" >> "$SHARED/log/$1.log"
}

# Reads guest lines; the guests must be ready.
keep() {
  local name host behaviour
  mkdir -p "$KEPT"
  while read -r name host behaviour _; do
    if is_template "$behaviour" || is_kept "$name"; then continue; fi
    on "$host" save "$name" "$KEPT/$name.save" > /dev/null
    cp "$SHARED/pool/$name.qcow2" "$KEPT/$name.qcow2"
    cp "$LAB/$name.xml" "$KEPT/$name.xml"
    wake "$name" "$host"
  done
}

# Snapshots, and the checkpoints of backups.
forget_moments() {
  local moment
  [ "$3" != undefined ] || return 0
  for moment in $(on "$2" snapshot-list "$1" --name); do on "$2" snapshot-delete "$1" "$moment" > /dev/null; done
  # With its bitmap, which only a guest that is on can let go of; the disk of another is written anew.
  for moment in $(on "$2" checkpoint-list "$1" --name); do
    on "$2" checkpoint-delete "$1" "$moment" > /dev/null 2>&1 || on "$2" checkpoint-delete "$1" "$moment" --metadata > /dev/null
  done
}

ready() { grep -qsa "GUEST ready" "$SHARED/log/$1.log"; }

# tell GUEST load 50   -- QEMU looks once a second whether the console is open: held open until the guest answered.
tell() {
  local name=$1 host terminal before; shift
  for host in $HOSTS; do
    terminal=$(on "$host" ttyconsole "$name" 2> /dev/null) && [ -n "$terminal" ] && break
  done
  [ -n "$terminal" ] || die "$name is not on"
  mkdir -p "$LAB/told" && touch "$LAB/told/$name"
  before=$(replies "$name" "$*")
  { echo "$*" && for_seconds 10 more_replies "$name" "$*" "$before"; } > "$terminal" || die "$name did not answer to '$*'"
}

replies() { grep -ca "GUEST does $2" "$SHARED/log/$1.log" || true; }
more_replies() { [ "$(replies "$1" "$2")" -gt "$3" ]; }

guest_action() {
  local file
  for file in "$LAB"/*/run/qemu/"$1".pid; do
    if [ -f "$file" ]; then harm "$(cat "$file")" "$2"; return; fi
  done
  die "$1 is not on"
}

swell() {
  qemu-img resize -q "$SHARED/pool/$1.qcow2" "$(($2 + 64))M"
  qemu-io -c "write -q -P 171 64M ${2}M" "$SHARED/pool/$1.qcow2"
}

copy_is_sound() {
  qemu-img check -U "$SHARED/backups/$1"
  [ -z "$2" ] || qemu-img compare -U "$SHARED/backups/$1" "$SHARED/pool/$2.qcow2"
}

is_template() { [[ ,$1, == *,template,* ]]; }

boot_load() { case ,$1, in *,busy,*) echo 100 ;; *) echo 0 ;; esac; }

guest_address() {
  local id; id=$(echo -n "$1" | md5sum)
  echo "10.77.$((0x${id:0:2} % 250 + 1)).$((0x${id:2:2} % 250 + 1))"
}

# probe ADDRESS SECONDS   -- asks the guest's web server without a pause, and tells when it answered: a line "MILLISECONDS ok|no"
probe() {
  local until=$(($(date +%s) + $2))
  while [ "$(date +%s)" -lt "$until" ]; do
    if fetch 1 "$1" / > /dev/null; then echo "$(date +%s%3N) ok"; else echo "$(date +%s%3N) no"; fi
    sleep 0.05
  done
}

# fetch SECONDS ADDRESS PATH   -- what the web server gives, with its headers
fetch() {
  timeout "$1" bash -c 'exec 3<> "/dev/tcp/$0/80" && printf "GET %s HTTP/1.0\r\n\r\n" "$1" >&3 && cat <&3' "$2" "$3"
}

# Everything that must be unique is made from the name, so that a guest is the same one after a wipe.
domain() {
  local name=$1 host=$2 behaviour=$3 tags=$4 id words
  id=$(echo -n "$name" | md5sum)
  words="console=ttyS0 quiet nokaslr guest=$name load=$(boot_load "$behaviour") host=$(host_address "$host")"
  is_template "$behaviour" || words+=" address=$(guest_address "$name")"
  case ,$behaviour, in *,deaf,*) words+=" deaf=1" ;; esac
  cat <<-XML
	<domain type='qemu'>
	  <name>$name</name>
	  <uuid>${id:0:8}-${id:8:4}-4${id:13:3}-8${id:17:3}-${id:20:12}</uuid>
	  <metadata>$(tags_element "$tags")$(! is_template "$behaviour" || echo "<template xmlns='https://runbooks.dev/libvirt/template/1.0'/>")</metadata>
	  <memory unit='MiB'>$MEMORY</memory>
	  <vcpu>1</vcpu>
	  <os>
	    <type arch='x86_64' machine='pc'>hvm</type>
	    <kernel>$SHARED/vmlinux</kernel><initrd>$SHARED/initrd</initrd><cmdline>$words</cmdline>
	  </os>
	  <features><acpi/><apic/><tcg><tb-cache unit='MiB'>32</tb-cache></tcg></features>
	  <cpu mode='custom' match='exact'><model>qemu64</model></cpu>
	  <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
	  <devices>
	    <emulator>/usr/bin/qemu-system-x86_64</emulator>
	    <disk type='file' device='disk'>
	      <driver name='qemu' type='qcow2'/><source file='$SHARED/pool/$name.qcow2'/><target dev='vda' bus='virtio'/>
	    </disk>
	    <controller type='usb' model='none'/>
	    <interface type='bridge'>
	      <mac address='52:54:00:${id:0:2}:${id:2:2}:${id:4:2}'/><source bridge='br0'/><model type='virtio'/>
	    </interface>
	    <serial type='pty'><target port='0'/><log file='$SHARED/log/$name.log' append='on'/></serial>
	    <memballoon model='virtio'><stats period='2'/></memballoon>$(channel "$behaviour")
	  </devices>
	</domain>
	XML
}

channel() {
  case ,$1, in
    *,agent,*) echo "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>" ;;
  esac
}

tags_element() {
  local tag
  echo -n "<rb:tags xmlns:rb='https://runbooks.dev/libvirt/1.0'>"
  for tag in $1; do echo -n "<rb:tag name='${tag%%=*}' value='${tag#*=}'/>"; done
  echo -n "</rb:tags>"
}
