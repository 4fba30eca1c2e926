#!/usr/bin/env bash
# vcsim.sh install   on Debian as root: what is needed to build it (golang-go and govmomi, 470 MB), and build
# vcsim.sh build     build it with what is there; a build that is newer than its sources stays
# vcsim.sh run …     run it in the foreground until its input ends, say with -vm 25 -cluster 2 (see main.go)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
binary=bin/vcsim

build() {
  [ -x "$binary" ] && [ -z "$(find . -maxdepth 1 -name '*.go' -newer "$binary")" ] && return 0
  mkdir -p bin
  # Debian keeps the sources of its Go packages where the time before modules had them.
  GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= go build -o "$binary.new" .
  mv "$binary.new" "$binary"
}

case ${1:-} in
  install)
    dpkg -s golang-go golang-github-vmware-govmomi-dev > /dev/null 2>&1 || {
      apt-get -o DPkg::Lock::Timeout=300 update -q > /dev/null
      DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -yq --no-install-recommends golang-go golang-github-vmware-govmomi-dev > /dev/null
    }
    build
    ;;
  build) build ;;
  run) shift; build; exec "$binary" "$@" ;;
  *) sed -n '2,4p' "$0"; exit 2 ;;
esac
