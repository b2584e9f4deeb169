{{/* Settings. */}}

{{/* For YAML as Helm reads it, off is false and on is true, where the program knows words: (list SETTINGS KEY...). */}}
{{- define "sightline.words" -}}
{{- $settings := first . }}
{{- range rest . }}
  {{- $value := index $settings . }}
  {{- if kindIs "bool" $value }}{{ $_ := set $settings . (ternary "on" "off" $value) }}{{ end }}
{{- end }}
{{- end }}

{{/* The sections of `config` that (list $ COMPONENT) reads. */}}
{{- define "sightline.config" -}}
{{- $root := index . 0 }}{{ $component := index . 1 }}{{ $config := deepCopy $root.Values.config -}}
{{- include "sightline.checkPasswords" $config -}}
{{- include "sightline.checkHttp" $root -}}
{{- include "sightline.words" (list $config.http "cors" "redirect-port") -}}
{{- with $config.http.tls }}{{ include "sightline.words" (list . "hsts") }}{{ end -}}
{{- include "sightline.words" (list $config.edge "ws-port" "offline-picture" "max-viewers-per-stream" "max-viewers-per-address") -}}
{{- range concat (list $config.ingest) (values $config.cameras) (values $config.upstreams) }}
  {{- if kindIs "map" . }}{{ include "sightline.words" (list . "redirects" "proxy") }}{{ end }}
{{- end }}
{{- if and $root.Values.demoCamera.enabled (eq $component "standalone") }}
  {{- fail "demoCamera.enabled is for mode: cluster; mode: standalone has a demo camera by itself while there is no other" }}
{{- else if $root.Values.demoCamera.enabled }}
  {{- if hasKey $config.cameras "demo" }}{{ fail "config.cameras.demo is taken by demoCamera.enabled; give it another name" }}{{ end }}
  {{- if eq $component "ingest" }}
    {{- $_ := set $config.cameras "demo" (printf "http://%s-demo-camera:8090/" (include "sightline.fullname" $root)) }}
  {{- end }}
{{- end }}
{{- if ne $component "standalone" }}
  {{- $cluster := dict "join" (list (printf "dns:%s-cluster" (include "sightline.fullname" $root))) }}
  {{- if $root.Values.secrets.cluster.existingSecret }}
    {{- $_ := set $cluster "secret-file" "/run/secrets/sightline/cluster/secret" }}
  {{- end }}
  {{- if $root.Values.secrets.busTls.existingSecret }}
    {{- $bus := "/run/secrets/sightline/bus" }}
    {{- $_ := set $cluster "tls" (dict "cert-file" (printf "%s/tls.crt" $bus) "key-file" (printf "%s/tls.key" $bus) "ca-file" (printf "%s/ca.crt" $bus)) }}
  {{- end }}
  {{- $_ := set $config "cluster" (merge $cluster $config.cluster) }}
{{- end }}
{{- if $root.Values.secrets.metrics.existingSecret }}
  {{- $metrics := "/run/secrets/sightline/metrics" }}
  {{- $_ := set $config "management" (dict "username-file" (printf "%s/username" $metrics) "password-file" (printf "%s/password" $metrics)) }}
{{- end }}
{{- if include "sightline.tls" $root }}
  {{- $tls := $config.http.tls | default dict }}
  {{- if $root.Values.secrets.tls.existingSecret }}
    {{- $files := "/run/secrets/sightline/tls" }}
    {{- $tls = merge (dict "cert-file" (printf "%s/tls.crt" $files) "key-file" (printf "%s/tls.key" $files)) $tls }}
  {{- end }}
  {{- $redirect := include "sightline.httpPort" $root | default "off" }}
  {{- if ne $redirect "off" }}{{ $redirect = int $redirect }}{{ end }}
  {{- $_ := set $config "http" (merge (dict "port" 8443 "tls" $tls "redirect-port" $redirect) $config.http) }}
{{- end }}
{{- $sections := dict
  "ingest" (list "management" "cameras" "ingest" "uplinks" "region" "upstreams" "cluster" "log" "tracing")
  "edge" (list "management" "http" "edge" "access" "downlinks" "region" "cluster" "shutdown" "log" "tracing")
  "standalone" (list "management" "http" "cameras" "ingest" "uplinks" "region" "upstreams" "edge" "access" "downlinks" "shutdown" "log" "tracing") }}
{{- range $section := index $sections $component }}
{{- with index $config $section }}
{{ $section }}: {{- if kindIs "string" . }} {{ quote . }}{{ else }}{{ toYaml . | nindent 2 }}{{ end }}
{{- end }}
{{- end }}
{{- end }}

{{/* What takes effect with a restart only: a change of anything else leaves the pods alone. */}}
{{- define "sightline.checksum" -}}
{{- $still := omit (include "sightline.config" . | fromYaml) "cameras" "ingest" "uplinks" "upstreams" -}}
checksum/config: {{ toJson $still | sha256sum }}
{{- end }}

{{/* A ConfigMap is no place for passwords. This finds those that show what they are. */}}
{{- define "sightline.checkPasswords" -}}
{{- include "sightline.checkSecrets" (list "ingest" .ingest) }}
{{- include "sightline.checkSecrets" (list "tracing" .tracing) }}
{{- $shared := dig "tokens" "secret" "" .access | default "" | toString }}
{{- if and $shared (not (contains "${" $shared)) }}
{{- fail "config.access.tokens.secret is in clear; put it into the Secret of secrets.access and say secret-file, or ${NAME} with extraEnvFrom" }}
{{- end }}
{{- range $name, $camera := .cameras }}
{{- $settings := ternary (dict "url" $camera) $camera (kindIs "string" $camera) }}
{{- include "sightline.checkSecrets" (list (printf "cameras.%s" $name) $settings) }}
{{- end }}
{{- range $section := list "uplinks" "downlinks" "upstreams" }}
{{- range $name, $place := index $ $section }}
{{- $token := $place.token | default "" | toString }}
{{- if and $token (not (contains "${" $token)) }}
{{- fail (printf "config.%s.%s.token is in clear; put it into the Secret of secrets.links and say token-file, or ${NAME} with extraEnvFrom" $section $name) }}
{{- end }}
{{- include "sightline.checkSecrets" (list (printf "%s.%s" $section $name) $place) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "sightline.checkSecrets" -}}
{{- $section := index . 0 }}{{ $settings := index . 1 }}
{{- range $key := list "password" "secret" }}
{{- $value := index $settings $key | default "" | toString }}
{{- if and $value (not (contains "${" $value)) }}
{{- fail (printf "config.%s.%s is in clear; put it into the Secret of secrets.cameras and say %s-file, or ${NAME} with extraEnvFrom" $section $key $key) }}
{{- end }}
{{- end }}
{{- range $key := list "url" "proxy" "endpoint" }}
{{- $url := index $settings $key | default "" | toString }}
{{- range list "//[^/@]*:[^/@]+@" "(?i)[?&](pwd|pass|passwd|password|token|key|apikey|secret|auth)=[^&]+" }}
{{- $found := regexFind . $url }}
{{- if and $found (not (contains "${" $found)) }}
{{- fail (printf "config.%s.%s has a password in it; put it into the Secret of secrets.cameras and say password-file, or ${NAME} with extraEnvFrom" $section $key) }}
{{- end }}
{{- end }}
{{- end }}
{{- range $name, $value := $settings.headers }}
{{- if and (regexMatch "(?i)auth|key|token|secret|passw|cookie|session" $name) (not (contains "${" (toString $value))) }}
{{- fail (printf "config.%s.headers.%s is in clear; say ${NAME}, with extraEnvFrom a Secret" $section $name) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Of NetworkPolicies: where an ingest goes to dial other clusters. No rule takes a name, so these are ports only. */}}
{{- define "sightline.policyForUpstreams" -}}
{{- $ports := list }}
{{- range .Values.config.upstreams }}
  {{- $dialled := list .url }}
  {{- if and (kindIs "string" .proxy) (ne (toString .proxy) "off") }}
    {{- $dialled = list .proxy }}
  {{- else if kindIs "slice" .url }}
    {{- $dialled = .url }}
  {{- end }}
  {{- range $dialled }}
    {{- $usual := ternary "443" "80" (regexMatch "^(wss|https):" (toString .)) }}
    {{- $ports = append $ports (regexFind ":[0-9]{1,5}(/|$)" (toString .) | trimAll ":/" | default $usual | int) }}
  {{- end }}
{{- end }}
{{- with uniq $ports }}
- ports:
    {{- range . }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
{{- end }}
{{- end }}
