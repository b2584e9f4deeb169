# Sightline, both roles in one process.
# shellcheck shell=bash disable=SC2154,SC2034 # the variables are shared with ../bench

why_not() { :; }

start() {
  SIGHTLINE_JAVA_OPTS=$java_options run "$sightline" --camera "cam=$camera" --host 127.0.0.1 --port "$port" \
    --management-port off "${sightline_options[@]}"
  url=http://127.0.0.1:$port/cam/stream
  [[ $name == *:ws ]] && url=http://127.0.0.1:$port/cam/ws
  wait_until listens "$port"
}
