# What the scripts of this directory share; they set $here to it.
# shellcheck shell=bash disable=SC2154 # by that

sightline=$here/../sightline
bin=$here/target/load

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

need() {
  local program
  for program in "$@"; do command -v "$program" >/dev/null || fail "needs the program $program"; done
}

build() {
  local program
  mkdir -p "$bin"
  for program in camera viewers limit tv; do
    if [[ ! -x $bin/$program || $(find "$here/load" -newer "$bin/$program" \( -name "$program.c" -o -name '*.h' \)) ]]; then
      cc -O2 -D_GNU_SOURCE -Wall -Wextra -o "$bin/$program" "$here/load/$program.c"
    fi
  done
  "$sightline" --version >/dev/null # builds it when its sources have changed
}

# --- processes: all that is started is ended, by its id ---

pids=()

# Alone on the machine, as far as other runs go, in a directory of its own, and with all programs built.
begin() {
  temp=$(mktemp -d)
  trap close EXIT
  trap 'exit 130' INT TERM
  touch "$temp/ports" "$temp/output"
  ulimit -n "$(ulimit -Hn)"
  exec 9>"${BENCH_LOCK:-${TMPDIR:-/tmp}/sightline-bench.lock}"
  flock -n 9 || { echo "Waiting for another run to end ..." >&2 && flock 9; }
  build
}

# Starts a program in the background; its output is shown when it doesn't come up.
run() {
  "$@" >>"$temp/output" 2>&1 </dev/null 9>&- &
  pids+=($!)
}

# Ends processes by their ids, those that don't heed SIGTERM after 15 s.
end() {
  local pid
  for pid in "$@"; do kill "$pid" 2>/dev/null || true; done
  for pid in "$@"; do
    timeout 15 tail --pid="$pid" -f /dev/null || kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}

end_all() {
  end "${pids[@]}"
  pids=()
}

close() {
  end_all
  rm -rf "$temp"
}

# --- ports and readiness ---

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below the range from which the system takes its own; each is given once.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); grep -qx "$port" "$temp/ports" || listens "$port"; do :; done
  echo "$port" | tee -a "$temp/ports"
}

# Waits at most 30 s for a command to succeed.
wait_until() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    "$@" 2>/dev/null && return
    sleep 0.1
  done
  cat "$temp/output" >&2
  fail "${name:-Sightline} didn't come up: '$*' failed for 30 s; what it said is above"
}

answers() { curl -s -f -o /dev/null --max-time 1 "$1"; }

# --- suites in Java, in namespaces of their own ---

build_suite() {
  (cd "$here/.." && mvn -q -B -Dmaven.test.skip -pl bench -am package)
  "$sightline" --version >/dev/null
}

# All that is started lives in namespaces of its own, for processes too: when the suite ends, whatever ends it, the
# kernel ends the rest, and the networks are gone with it.
apart() {
  unshare --net --mount --pid --fork --kill-child --mount-proc -- bash -c '
    mkdir -p /run/netns && mount -t tmpfs namespaces /run/netns && ip link set lo up
    exec "$@"' apart "$@" 9>&- &
  suite=$!
  trap 'kill -KILL $suite; exit 130' INT TERM
  wait "$suite"
}
