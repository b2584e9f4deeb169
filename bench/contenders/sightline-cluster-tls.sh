# The same with mutual TLS on the event bus; a certificate of P-256, AES-GCM as the JDK chooses it.
# shellcheck shell=bash disable=SC2154,SC2034 # the variables are shared with ../bench

# shellcheck source=sightline-cluster.sh
source "$here/contenders/sightline-cluster.sh"

why_not() { command -v openssl >/dev/null || echo 'needs openssl'; }

start_node() {
  local cert=$temp/bus.pem key=$temp/bus.key
  [[ -f $cert ]] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=bench \
    -keyout "$key" -out "$cert" 2>/dev/null
  ready=$(free_port)
  SIGHTLINE_CLUSTER_TLS_CERT_FILE=$cert SIGHTLINE_CLUSTER_TLS_KEY_FILE=$key SIGHTLINE_CLUSTER_TLS_CA_FILE=$cert \
    SIGHTLINE_JAVA_OPTS=$java_options SIGHTLINE_CLUSTER_HOST=127.0.0.1 SIGHTLINE_CLUSTER_PORT=$own \
    SIGHTLINE_CLUSTER_BUS_PORT=$(free_port) SIGHTLINE_MANAGEMENT_HOST=127.0.0.1 \
    run "$sightline" "$@" --cluster "127.0.0.1:$cluster" --management-port "$ready" "${sightline_options[@]}"
  wait_until answers "http://127.0.0.1:$ready/health/ready"
}
