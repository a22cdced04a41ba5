#!/usr/bin/env bash
# Builds a small Docker image of Debian's redis-server, so that the Testcontainers tests of the sample
# application run where a Docker engine is at hand but no image registry can be reached.
#
#   .ci/redis-image.sh [TAG]        (default: redis-local:7)
#
# The tests use it with -Dsample.redis.image=TAG; without that property they pull the public image.
# Needs docker, and apt as root unless redis-server and a static busybox are installed. The image holds
# busybox because Testcontainers checks the port with a shell inside the container.
set -euo pipefail
tag=${1:-redis-local:7}

if docker image inspect "$tag" >/dev/null 2>&1; then
  echo "$tag is there already"
  exit 0
fi

if ! command -v redis-server >/dev/null || ! command -v redis-cli >/dev/null || ! [ -x /bin/busybox ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server redis-tools busybox-static </dev/null >/dev/null
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{data,etc,tmp,bin,usr/bin}
for binary in redis-server redis-cli; do
  cp -L "$(command -v "$binary")" "$root/usr/bin/$binary"
  ldd "$(command -v "$binary")" | { grep -oE '/[^ ]+' || true; }
done | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
cp -L /bin/busybox "$root/bin/busybox"
for applet in $("$root/bin/busybox" --list); do
  [ -e "$root/bin/$applet" ] || ln -s busybox "$root/bin/$applet"
done

tar -C "$root" -c . | docker import \
  -c 'ENV PATH=/usr/bin:/bin' \
  -c 'EXPOSE 6379' \
  -c 'WORKDIR /data' \
  -c 'CMD ["redis-server","--bind","0.0.0.0","--protected-mode","no","--save",""]' \
  - "$tag" >/dev/null
echo "built $tag: $(redis-server --version)"
