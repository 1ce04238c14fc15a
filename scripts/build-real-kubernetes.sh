#!/bin/sh
# Builds the programs of the Kubernetes that `npm run test:real` brings up, out of Debian's source package. No network
# is needed but for the source itself. About five minutes of four cores and 5 GB of disk while it runs; 400 MB stay.
#
# Wants: a `deb-src` line for the distribution, and the packages golang-1.19, golang-github-modern-go-reflect2-dev,
# rsync, dpkg-dev, make. etcd (package etcd-server) is used as it is installed.
#
# Into .cache/kubernetes of this project, or the folder that DATACENTER_DOCS_KUBERNETES names.
set -eu

project=$(cd "$(dirname "$0")/.." && pwd)
target=${DATACENTER_DOCS_KUBERNETES:-$project/.cache/kubernetes}
programs='kube-apiserver kube-controller-manager kube-scheduler kubectl kubemark'
jobs=${JOBS:-3}

wanted=''
for program in $programs; do
  [ -x "$target/$program" ] || wanted="$wanted $program"
done
if [ -z "$wanted" ]; then
  echo "All programs are there already: $target"
  exit 0
fi

for tool in apt-get dpkg-source rsync make; do
  command -v "$tool" >/dev/null || {
    echo "Needed to build Kubernetes, and missing: $tool (packages golang-1.19, rsync, dpkg-dev, make)" >&2
    exit 1
  }
done
go_bin=/usr/lib/go-1.19/bin
[ -x "$go_bin/go" ] || {
  echo "Needed to build Kubernetes, and missing: $go_bin/go (package golang-1.19)" >&2
  exit 1
}

# The one in the source walks maps as Go did before 1.18, which ends an API server that is kept busy.
reflect2=/usr/share/gocode/src/github.com/modern-go/reflect2
[ -d "$reflect2" ] || {
  echo "Needed to build Kubernetes, and missing: $reflect2 (package golang-github-modern-go-reflect2-dev)" >&2
  exit 1
}

mkdir -p "$target"
build="$target/build"
rm -rf "$build"
mkdir -p "$build/go-cache"
trap 'rm -rf "$build"' EXIT

cd "$build"
apt-get source kubernetes
cd "$build"/kubernetes-*/

# A hollow kubelet binds every interface and shares a socket and folders in /tmp with all others of the machine, and has
# no flags for that: it stays on loopback and in its own TMPDIR, so that several of them, and several clusters, get on.
sed -i 's|c.Address = "0.0.0.0".*|c.Address = "127.0.0.1"; c.HealthzPort = 0|' pkg/kubemark/hollow_kubelet.go
sed -i -e 's|^package fake$|package fake; import "os"|' \
  -e 's|return defaultUnixEndpoint, nil|return "unix://" + os.TempDir() + "/kubelet.sock", nil|' \
  pkg/kubelet/cri/remote/fake/endpoint.go
sed -i -e 's|^import ($|import (\n\t"os"|' -e 's|baseDir = "/tmp"|baseDir = os.TempDir()|' test/utils/tmpdir.go
grep -q '127.0.0.1' pkg/kubemark/hollow_kubelet.go
grep -q 'os.TempDir' pkg/kubelet/cri/remote/fake/endpoint.go
grep -q 'os.TempDir' test/utils/tmpdir.go

rm vendor/github.com/modern-go/reflect2/*.go vendor/github.com/modern-go/reflect2/*.s
cp "$reflect2"/*.go "$reflect2"/*.s vendor/github.com/modern-go/reflect2/
rm -f vendor/github.com/modern-go/reflect2/*_test.go

# Its makefiles ask git for a version; there is no repository here, and the one around it is not this one's.
version=$(dpkg-parsechangelog --show-field Version | sed 's/^.*really//; s/-.*$//')
minor=$(echo "$version" | cut -d. -f2)
cat >"$build/version" <<VERSION
KUBE_GIT_COMMIT='0000000000000000000000000000000000000000'
KUBE_GIT_TREE_STATE='archive'
KUBE_GIT_VERSION='v$version'
KUBE_GIT_MAJOR='1'
KUBE_GIT_MINOR='$minor'
VERSION

PATH="$go_bin:$PATH" GOCACHE="$build/go-cache" GOFLAGS='-mod=vendor' GO111MODULE=off \
  KUBE_GIT_VERSION_FILE="$build/version" KUBE_VERBOSE=1 GOMAXPROCS="$jobs" \
  nice -n 10 make WHAT="$(for program in $wanted; do printf 'cmd/%s ' "$program"; done)"

for program in $wanted; do
  found=$(find _output -type f -name "$program" -perm -u+x | head -n 1)
  [ -n "$found" ] || {
    echo "The build ended without $program." >&2
    exit 1
  }
  strip "$found" 2>/dev/null || true
  cp "$found" "$target/$program"
done
echo "Built Kubernetes $version: $target"
