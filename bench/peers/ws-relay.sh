# A relay of MPEG-TS as JSMpeg's users run them: Node.js and its module ws.
# shellcheck shell=bash disable=SC2154,SC2034 # the variables are shared with ../bench

why_not() {
  command -v node >/dev/null || { echo "Node.js isn't installed: apt-get install nodejs npm" && return; }
  [[ -d $here/peers/node_modules/ws ]] || echo "it isn't installed: npm ci --prefix bench/peers"
}

start() {
  local uploads
  uploads=$(free_port)
  run node "$here/peers/ws-relay.js" "$uploads" "$port"
  url=http://127.0.0.1:$port/
  upload=http://127.0.0.1:$uploads/
  wait_until listens "$uploads"
  wait_until listens "$port"
}
