# Sightline as an ingest and an edge, two processes with the event bus between them.
# shellcheck shell=bash disable=SC2154,SC2034 # the variables are shared with ../bench

why_not() { :; }

start() {
  local cluster own ready
  cluster=$(free_port)
  own=$cluster start_node ingest --camera "cam=$camera"
  own=$(free_port) start_node edge --host 127.0.0.1 --port "$port"
  url=http://127.0.0.1:$port/cam/stream
  [[ $name == *:ws ]] && url=http://127.0.0.1:$port/cam/ws
  return 0
}

start_node() {
  ready=$(free_port)
  SIGHTLINE_JAVA_OPTS=$java_options SIGHTLINE_CLUSTER_HOST=127.0.0.1 SIGHTLINE_CLUSTER_PORT=$own \
    SIGHTLINE_CLUSTER_BUS_PORT=$(free_port) SIGHTLINE_MANAGEMENT_HOST=127.0.0.1 \
    run "$sightline" "$@" --cluster "127.0.0.1:$cluster" --management-port "$ready" "${sightline_options[@]}"
  wait_until answers "http://127.0.0.1:$ready/health/ready"
}
