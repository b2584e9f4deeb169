# Icecast, which passes on any stream: a relay of the camera's.
# shellcheck shell=bash disable=SC2154,SC2034 # the variables are shared with ../bench

why_not() { command -v icecast2 >/dev/null || echo "Icecast isn't installed: apt-get install icecast2"; }

# It refuses to be run by root. Its queue has to hold a few pictures.
start() {
  warm=$native_warm
  local user=() folder=$temp/icecast
  mkdir -p "$folder"
  sed "s|@FOLDER@|$folder|g; s|@PORT@|$port|g; s|@CAMERA_PORT@|$camera_port|g; s|@QUEUE@|$((size * 8))|g" \
    "$here/peers/icecast.xml" >"$folder/icecast.xml"
  if ((EUID == 0)); then
    chmod 711 "$temp"
    chown -R 65534:65534 "$folder"
    user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  fi
  run "${user[@]}" icecast2 -c "$folder/icecast.xml"
  url=http://127.0.0.1:$port/cam
  wait_until answers_with_stream "$url"
}

# The mount is there once the relay has connected.
answers_with_stream() { [[ $(curl -s -o /dev/null --max-time 1 -w '%{http_code}' "$1") == 200 ]]; }
