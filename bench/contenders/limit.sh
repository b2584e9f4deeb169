# The least that a relay can cost on a machine, in C: one thread, one shared frame, one call per viewer.
# shellcheck shell=bash disable=SC2154,SC2034 # the variables are shared with ../bench

why_not() { :; }

start() {
  warm=$native_warm
  run "$bin/limit" --camera "$camera" --port "$port" "${limit_options[@]}"
  url=http://127.0.0.1:$port/
  wait_until listens "$port"
}
