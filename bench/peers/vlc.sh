# VLC as a relay: cvlc, no transcoding, MJPEG over HTTP.
# shellcheck shell=bash disable=SC2154,SC2034 # the variables are shared with ../bench

why_not() { command -v cvlc >/dev/null || echo "VLC isn't installed: apt-get install vlc-bin vlc-plugin-base"; }

# It refuses to be run by root.
start() {
  warm=$native_warm
  local user=() boundary=7b3cc56e5f51db803f790dad720ed50a
  ((EUID == 0)) && user=(setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent)
  run "${user[@]}" cvlc --quiet --network-caching=0 --sout-mux-caching=0 "$camera" --sout \
    "#standard{access=http{mime=multipart/x-mixed-replace;boundary=$boundary},mux=mpjpeg,dst=127.0.0.1:$port/cam}"
  url=http://127.0.0.1:$port/cam
  wait_until listens "$port"
}
