# node-mjpeg-proxy, a library for Node.js, with its own example's server.
# shellcheck shell=bash disable=SC2154,SC2034 # the variables are shared with ../bench

why_not() {
  command -v node >/dev/null || { echo "Node.js isn't installed: apt-get install nodejs npm" && return; }
  [[ -d $here/peers/node_modules/mjpeg-proxy ]] || echo "it isn't installed: npm ci --prefix bench/peers"
}

start() {
  run node "$here/peers/node-mjpeg-proxy.js" "$camera" "$port"
  url=http://127.0.0.1:$port/cam
  wait_until listens "$port"
}
