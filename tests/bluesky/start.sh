#!/usr/bin/env bash
# Installs the real Bluesky services once, below target/, and starts them on loopback: PLC, PDS and AppView
# with a temporary PostgreSQL and a Redis of their own, on free ports. Prints `READY {"pds":…}` when they
# answer, and ends all of it when its standard input closes. `start.sh install` only installs.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=$here/../../target/bluesky

say() { echo "bluesky: $*" >&2; }
fail() { say "$*"; exit 1; }
need() { command -v "$1" >/dev/null || fail "$1 is missing: $2"; }

find_postgres() {
  local initdb folder
  for initdb in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb; do
    [[ -x $initdb ]] || continue
    # What stands on PATH may be a link to initdb alone: its real folder has the rest.
    folder=$(dirname "$(readlink -f "$initdb")")
    if [[ -x $folder/postgres && -x $folder/pg_ctl ]]; then
      echo "$folder"
      return
    fi
  done
  return 1
}

install() {
  local wanted
  wanted=$(cat "$here/package.json" "$here/package-lock.json" | sha256sum)
  if [[ $(cat "$cache/installed" 2>/dev/null) == "$wanted" ]]; then
    return
  fi
  say "installing the services and Node 22 into target/bluesky: 4 to 9 minutes, once"
  rm -rf "$cache/installed" "$cache/node_modules"
  cp "$here/package.json" "$here/package-lock.json" "$cache"
  # One package has to run a script, and that one needs the other Node: it is built below.
  (cd "$cache" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2 \
    || fail "npm could not install the packages"
  [[ -x $node/bin/node ]] || fail "there is no Node 22 package for this machine ($(uname -sm))"
  (cd "$cache" && PATH=$node/bin:$PATH npm_config_nodedir=$node npm_config_build_from_source=true \
    npm rebuild better-sqlite3 --loglevel=error) >&2 || fail "better-sqlite3 could not be built"
  echo "$wanted" >"$cache/installed"
}

need npm "install Node.js with npm (Debian: nodejs npm)"
need node "install Node.js with npm (Debian: nodejs npm)"
need redis-server "install Redis (Debian: redis-server)"
for tool in make c++ python3; do
  need "$tool" "better-sqlite3 is built from source (Debian: build-essential python3)"
done
postgres=$(find_postgres) || fail "initdb is missing: install PostgreSQL (Debian: postgresql)"
case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *) fail "there is no Node 22 package for this machine ($(uname -sm))" ;;
esac

mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
node=$cache/node_modules/node-linux-$arch
exec 9>"$cache/lock"
flock 9
install
exec 9>&-
[[ ${1:-} != install ]] || exit 0

cp "$here/run.mjs" "$here/bind-loopback.mjs" "$cache"
work=$(mktemp -d -t ordstyrer-bluesky.XXXXXX)
mkdir "$work/postgres" "$work/services"
if [[ $EUID -eq 0 ]]; then
  # initdb refuses root.
  chmod 711 "$work"
  chown postgres "$work/postgres" || fail "root needs a user named postgres"
  as_postgres() { runuser -u postgres -- "$@"; }
else
  as_postgres() { "$@"; }
fi

redis=
end() {
  [[ -z $redis ]] || kill "$redis" 2>/dev/null || true
  (cd / && as_postgres "$postgres/pg_ctl" -D "$work/postgres/data" -m immediate stop) >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 143' INT TERM

cd "$work/postgres"
as_postgres "$postgres/initdb" -D "$work/postgres/data" -U postgres -A trust -N >/dev/null
as_postgres "$postgres/pg_ctl" -D "$work/postgres/data" -l "$work/postgres/log" -w \
  -o "-k $work/postgres -c listen_addresses= -c fsync=off -c max_connections=200" start </dev/null >/dev/null \
  || fail "PostgreSQL did not start"

free_port='const s = require("net").createServer().listen(0, "127.0.0.1", () => {
  console.log(s.address().port); s.close() })'
port=$("$node/bin/node" -e "$free_port")
redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$work" --loglevel warning \
  </dev/null >/dev/null 2>&1 &
redis=$!

cd "$cache"
# In the foreground, so that our standard input is its own; what it writes for itself stays in $work.
TMPDIR=$work/services LOG_ENABLED=false REDIS_HOST=127.0.0.1:$port DB_POSTGRES_SCHEMA=bsky \
  DB_POSTGRES_URL="postgresql://postgres@localhost/postgres?host=$work/postgres" \
  "$node/bin/node" --no-deprecation --import ./bind-loopback.mjs run.mjs
