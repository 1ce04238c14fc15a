#!/bin/sh
# Builds govmomi's vCenter simulator, which specs of the vSphere server and `npm run test:real` bring up, out of
# Debian's source package. No network is needed but for the source itself. About half a minute and 300 MB of disk
# while it runs; 40 MB stay.
#
# Wants: a `deb-src` line for the distribution, and the packages golang-go, golang-github-google-uuid-dev, dpkg-dev.
#
# Into .cache/vcsim of this project, or the folder that is given.
set -eu

project=$(cd "$(dirname "$0")/.." && pwd)
target=${1:-$project/.cache/vcsim}

if [ -x "$target/vcsim" ]; then
  echo "It is there already: $target/vcsim"
  exit 0
fi

for tool in apt-get dpkg-source go; do
  command -v "$tool" >/dev/null || {
    echo "Needed to build vcsim, and missing: $tool (packages golang-go, golang-github-google-uuid-dev, dpkg-dev)" >&2
    exit 1
  }
done
[ -d /usr/share/gocode/src/github.com/google/uuid ] || {
  echo "Needed to build vcsim, and missing: the package golang-github-google-uuid-dev" >&2
  exit 1
}

mkdir -p "$target"
build="$target/build"
rm -rf "$build"
mkdir -p "$build/go/src/github.com/vmware" "$build/cache"
trap 'rm -rf "$build"' EXIT

cd "$build"
apt-get source golang-github-vmware-govmomi
mv golang-github-vmware-govmomi-*/ go/src/github.com/vmware/govmomi
GO111MODULE=off GOPATH="$build/go:/usr/share/gocode" GOCACHE="$build/cache" GOMAXPROCS="${JOBS:-3}" \
  nice -n 10 go build -o "$target/vcsim" github.com/vmware/govmomi/vcsim
echo "Built: $target/vcsim"
