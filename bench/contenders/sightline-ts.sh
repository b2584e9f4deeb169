# Sightline as a relay of MPEG-TS, both roles in one process.
# shellcheck shell=bash disable=SC2154,SC2034 # the variables are shared with ../bench

why_not() { :; }

start() {
  SIGHTLINE_JAVA_OPTS=$java_options SIGHTLINE_HTTP_HOST=127.0.0.1 run "$sightline" websocket-relay --port "$port" \
    "${sightline_options[@]}"
  url=http://127.0.0.1:$port/streamsocket
  upload=http://127.0.0.1:$port/upload/bench
  wait_until listens "$port"
}
