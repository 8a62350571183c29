#!/usr/bin/env bash
# PostgreSQL and Redis for the tests of the stores: own ports on loopback, own temporary folders, own passwords.
# start: installs what is missing, starts both, writes their connection strings to artifacts/test-servers/variables. stop: ends them.
# What cannot be started is said; the tests that need it skip. A variable that is set already is left alone, and its server not started.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
state=$PWD/artifacts/test-servers
postgres_versions='15 16 17' # tested with 15; the first of these that is there or can be installed
attempts=5                   # another program may take a free port first

say() { printf 'Servers for tests: %s\n' "$1"; }

as_root() { if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi; }

# PostgreSQL refuses to run as root.
as_postgres() { if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi; }

updated=
install() { # package
  command -v apt-get >/dev/null || return 1
  if [[ -z $updated ]]; then
    as_root apt-get update -qq >>"$state/install.log" 2>&1 || true
    updated=1
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >>"$state/install.log" 2>&1
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s' "$port"
}

secret() { head -c 18 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

postgres_folder() { # of the programs
  local version
  for version in $postgres_versions; do
    if [[ -x /usr/lib/postgresql/$version/bin/initdb ]]; then
      printf '/usr/lib/postgresql/%s/bin' "$version"
      return
    fi
  done
  return 1
}

start_postgres() {
  local programs version folder password port attempt
  if ! programs=$(postgres_folder); then
    for version in $postgres_versions; do
      install "postgresql-$version" && break
    done
    programs=$(postgres_folder) || { say "PostgreSQL ($postgres_versions) is not installed and cannot be (see $state/install.log); its tests skip."; return; }
  fi
  folder=$(mktemp -d "${TMPDIR:-/tmp}/funnel-postgres.XXXXXX")
  printf '%s\n' "$folder" >>"$state/folders"
  password=$(secret)
  printf '%s\n' "$password" >"$folder/password"
  chmod 700 "$folder"
  if ((EUID == 0)); then chown -R postgres "$folder"; fi
  if ! as_postgres "$programs/initdb" -D "$folder/data" -U postgres -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --locale=C >"$state/postgres.log" 2>&1; then
    say "PostgreSQL cannot make a database (see $state/postgres.log); its tests skip."
    return
  fi
  for ((attempt = 0; attempt < attempts; attempt++)); do
    port=$(free_port)
    if as_postgres "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 -o "-h 127.0.0.1 -p $port -k $folder" start >>"$state/postgres.log" 2>&1 </dev/null; then
      head -n 1 "$folder/data/postmaster.pid" >>"$state/pids"
      printf 'export SALESFUNNEL_TEST_POSTGRES=%q\n' "Host=127.0.0.1;Port=$port;Username=postgres;Password=$password;Database=postgres" >>"$state/variables"
      say "$("$programs/postgres" --version) on port $port"
      return
    fi
  done
  cat "$folder/server.log" >>"$state/postgres.log" 2>/dev/null
  say "PostgreSQL does not start (see $state/postgres.log); its tests skip."
}

start_redis() {
  local folder password port attempt
  command -v redis-server >/dev/null || install redis-server
  command -v redis-server >/dev/null || { say "Redis is not installed and cannot be (see $state/install.log); its tests skip."; return; }
  folder=$(mktemp -d "${TMPDIR:-/tmp}/funnel-redis.XXXXXX")
  printf '%s\n' "$folder" >>"$state/folders"
  password=$(secret)
  # In a file, so that the list of processes does not show the password.
  printf '%s\n' "requirepass $password" >"$folder/redis.conf"
  chmod 600 "$folder/redis.conf"
  for ((attempt = 0; attempt < attempts; attempt++)); do
    port=$(free_port)
    redis-server "$folder/redis.conf" --port "$port" --bind 127.0.0.1 --save '' --appendonly yes --appendfsync everysec --dir "$folder" \
      --daemonize yes --pidfile "$folder/pid" --logfile "$folder/server.log" >>"$state/redis.log" 2>&1 </dev/null
    for _ in {1..50}; do
      if [[ -s $folder/pid ]] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        cat "$folder/pid" >>"$state/pids"
        printf 'export SALESFUNNEL_TEST_REDIS=%q\n' "127.0.0.1:$port,password=$password" >>"$state/variables"
        say "$(redis-server --version | cut -d ' ' -f 1-3) on port $port"
        return
      fi
      sleep 0.1
    done
  done
  cat "$folder/server.log" >>"$state/redis.log" 2>/dev/null
  say "Redis does not start (see $state/redis.log); its tests skip."
}

stop() {
  local pid folder
  if [[ -f $state/pids ]]; then
    while read -r pid; do
      kill -INT "$pid" 2>/dev/null # both take it as: end now, in order
      for _ in {1..100}; do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
      done
      kill -KILL "$pid" 2>/dev/null && say "process $pid had to be killed"
    done <"$state/pids"
  fi
  if [[ -f $state/folders ]]; then
    while read -r folder; do
      [[ -n $folder ]] && rm -rf -- "$folder"
    done <"$state/folders"
  fi
  rm -rf "$state"
}

case "${1:-}" in
  start)
    stop # of a run that was broken off
    mkdir -p "$state"
    : >"$state/variables"
    if [[ -z ${SALESFUNNEL_TEST_POSTGRES:-} ]]; then start_postgres; fi
    if [[ -z ${SALESFUNNEL_TEST_REDIS:-} ]]; then start_redis; fi
    say "'. artifacts/test-servers/variables' tells the tests where they are."
    ;;
  stop) stop ;;
  *)
    printf 'Usage: eng/test-servers.sh start|stop\n' >&2
    exit 2
    ;;
esac
