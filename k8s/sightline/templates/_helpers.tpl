{{/* Names. */}}

{{- define "sightline.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* At most 40 characters, so that what is added to it stays a DNS label; that of a Service begins with a letter. */}}
{{- define "sightline.fullname" -}}
{{- $name := printf "%s-%s" .Release.Name (include "sightline.name" .) }}
{{- if .Values.fullnameOverride }}
{{- $name = .Values.fullnameOverride }}
{{- else if contains (include "sightline.name" .) .Release.Name }}
{{- $name = .Release.Name }}
{{- end }}
{{- if not (regexMatch "^[a-z][a-z0-9-]*$" $name) }}
{{- fail (printf "names would begin with %s, but they begin with a letter and have small letters, digits and - only; set fullnameOverride" $name) }}
{{- end }}
{{- $name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "sightline.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "sightline.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* Labels: (list $ COMPONENT), or (list $ "") for what belongs to none. */}}

{{- define "sightline.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "sightline.name" $root | quote }}
app.kubernetes.io/instance: {{ $root.Release.Name | quote }}
{{- with index . 1 }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{- define "sightline.labels" -}}
{{- $root := index . 0 -}}
{{ include "sightline.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
{{- end }}

{{/* Pods: (list $ COMPONENT VALUES-OF-IT). */}}

{{- define "sightline.image" -}}
{{- $root := index . 0 }}{{ $image := (index . 2).image -}}
{{- with $root.Values.image.registry }}{{ trimSuffix "/" . }}/{{ end }}{{ $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ default $root.Chart.AppVersion $root.Values.image.tag }}{{ end }}
{{- end }}

{{- define "sightline.podMetadata" -}}
{{- $component := index . 1 }}{{ $values := index . 2 -}}
labels:
  {{- include "sightline.selector" . | nindent 2 }}
  {{- if ne $component "standalone" }}
  sightline.dev/cluster: member
  {{- end }}
  {{- with $values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  {{- include "sightline.checksum" . | nindent 2 }}
  {{- with $values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/*
It answers as soon as the configuration is read and the cluster joined. From then on liveness asks for no more than an
answer, and readiness for a place in the cluster and a node that doesn't stop; neither asks for a camera.
*/}}
{{- define "sightline.probes" -}}
startupProbe:
  httpGet: {path: /health/live, port: management}
  periodSeconds: 1
  failureThreshold: 90
livenessProbe:
  httpGet: {path: /health/live, port: management}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /health/ready, port: management}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 2
{{- end }}

{{/* Where no two may be on one machine, the new one may have to wait for the place of the old one. */}}
{{- define "sightline.strategy" -}}
rollingUpdate:
  {{- if eq .antiAffinity "required" }}
  maxSurge: 0
  maxUnavailable: 1
  {{- else }}
  maxSurge: 1
  maxUnavailable: 0
  {{- end }}
{{- end }}

{{/* The port of mjpeg-relay's WebSocket viewers, if there is one. */}}
{{- define "sightline.wsPort" -}}
{{- $port := index .Values.config.edge "ws-port" | default "off" | toString }}
{{- if regexMatch "^[1-9][0-9]*$" $port }}{{ $port }}{{ end }}
{{- end }}

{{/* true where viewers come by TLS, else nothing. */}}
{{- define "sightline.tls" -}}
{{- $tls := .Values.config.http.tls | default dict }}
{{- if or .Values.secrets.tls.existingSecret (index $tls "cert-file") (index $tls "keystore-file") (dig "acme" "domains" "" $tls) }}true{{ end }}
{{- end }}

{{/*
The container's port in the clear: it serves viewers, or leads them to the one by TLS beside it. Nothing where the latter
is alone. Whoever sends a header of the PROXY protocol sends it to the other one only.
*/}}
{{- define "sightline.httpPort" -}}
{{- if not (include "sightline.tls" .) }}8080
{{- else }}
{{- $port := index .Values.config.http "redirect-port" }}
{{- if and (not (kindIs "bool" $port)) (ne (toString $port) "off") }}{{ default 8080 $port }}{{ end }}
{{- end }}
{{- end }}

{{/* The name of the port where viewers are served. */}}
{{- define "sightline.viewersPort" -}}
{{- ternary "https" "http" (eq (include "sightline.tls" .) "true") }}
{{- end }}

{{/* Of a container: the ports that viewers come to. */}}
{{- define "sightline.containerPorts" -}}
{{- if include "sightline.tls" . }}
- {name: https, containerPort: 8443}
{{- end }}
{{- with include "sightline.httpPort" . }}
- {name: http, containerPort: {{ . }}}
{{- end }}
{{- with include "sightline.wsPort" . }}
- {name: ws, containerPort: {{ . }}}
{{- end }}
{{- end }}

{{/* The same as ports of a NetworkPolicy, but for one that an ACME server comes to. */}}
{{- define "sightline.viewersPolicyPorts" -}}
{{- if include "sightline.tls" . }}
- {port: 8443, protocol: TCP}
{{- end }}
{{- if not (include "sightline.acme" .) }}
{{- with include "sightline.httpPort" . }}
- {port: {{ . }}, protocol: TCP}
{{- end }}
{{- end }}
{{- with include "sightline.wsPort" . }}
- {port: {{ . }}, protocol: TCP}
{{- end }}
{{- end }}

{{/* Where an edge goes besides. Addresses of API servers are others in each cluster, and those of ACME servers change. */}}
{{- define "sightline.policyForServers" -}}
{{- if or (include "sightline.apiRules" .) (include "sightline.acme" .) }}
- ports:
    - {port: 443, protocol: TCP}
    {{- if include "sightline.apiRules" . }}
    - {port: 6443, protocol: TCP}
    {{- end }}
{{- end }}
{{- end }}

{{/* true where edges get their certificate by themselves, else nothing. */}}
{{- define "sightline.acme" -}}
{{- if dig "tls" "acme" "domains" "" .Values.config.http }}true{{ end }}
{{- end }}

{{/* The Secret that they keep it in, if it is one. */}}
{{- define "sightline.acmeSecret" -}}
{{- if include "sightline.acme" . }}
{{- $store := dig "tls" "acme" "store" "" .Values.config.http | toString }}
{{- if hasPrefix "secret:" $store }}{{ trimPrefix "secret:" $store }}{{ end }}
{{- end }}
{{- end }}

{{/* true, or nothing. */}}
{{- define "sightline.podDeletionCost" -}}
{{- if and (index .Values.config.edge "pod-deletion-cost") (eq .Values.mode "cluster") }}true{{ end }}
{{- end }}

{{/* What an edge, or the one pod of standalone, may do at the API of Kubernetes; nothing where it needn't go there. */}}
{{- define "sightline.apiRules" -}}
{{- $account := include "sightline.serviceAccount" . }}
{{- if include "sightline.podDeletionCost" . }}
{{- if eq $account "default" }}
{{- fail "config.edge.pod-deletion-cost lets the pods' account change pods, which must not be the one that all pods of the namespace have; let serviceAccount.create be true, or name one" }}
{{- end }}
- apiGroups: [""]
  resources: [pods]
  verbs: [patch]
{{- end }}
{{- with include "sightline.acmeSecret" . }}
{{- if eq $account "default" }}
{{- fail "config.http.tls.acme.store lets the pods' account read a private key, which must not be the one that all pods of the namespace have; let serviceAccount.create be true, or name one" }}
{{- end }}
- apiGroups: [""]
  resources: [secrets]
  resourceNames: [{{ . | quote }}]
  verbs: [get, update]
{{- end }}
{{- end }}

{{- define "sightline.placement" -}}
{{- $root := index . 0 }}{{ $component := index . 1 }}{{ $values := index . 2 -}}
{{- with $values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- if $values.affinity }}
affinity: {{- toYaml $values.affinity | nindent 2 }}
{{- else if eq ($values.antiAffinity | default "off") "required" }}
affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels: {{- include "sightline.selector" . | nindent 12 }}
{{- else if eq ($values.antiAffinity | default "off") "preferred" }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels: {{- include "sightline.selector" . | nindent 14 }}
{{- end }}
{{- with $values.topologySpread }}
topologySpreadConstraints:
  {{- $selector := include "sightline.selector" (list $root $component) }}
  {{- range $key, $otherwise := . }}
  - topologyKey: {{ $key }}
    maxSkew: 1
    whenUnsatisfiable: {{ $otherwise }}
    labelSelector:
      matchLabels: {{- $selector | nindent 8 }}
    {{- if semverCompare ">=1.27.0-0" $root.Capabilities.KubeVersion.Version }}
    matchLabelKeys: [pod-template-hash]
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "sightline.extraEnv" -}}
{{- range .extraEnv }}
{{- if hasPrefix "SIGHTLINE_SHUTDOWN_" (.name | default "") }}
{{- fail (printf "extraEnv sets %s, so that a pod might be killed before its end; set config.shutdown instead" .name) }}
{{- end }}
{{- end }}
{{- with .extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* A duration of the program (500ms, 10s, 2m, 1h) in seconds, rounded up. */}}
{{- define "sightline.seconds" -}}
{{- $text := toString (default "" .) }}
{{- if not (regexMatch "^[0-9]{1,9}(ms|s|m|h)$" $text) }}
{{- fail (printf "'%s' in config.shutdown must be a duration with its unit (ms, s, m, h) such as 500ms, 10s or 2m" $text) }}
{{- end }}
{{- $amount := regexFind "^[0-9]+" $text | int64 }}
{{- if hasSuffix "ms" $text }}{{ div (add $amount 999) 1000 }}
{{- else if hasSuffix "s" $text }}{{ $amount }}
{{- else if hasSuffix "m" $text }}{{ mul $amount 60 }}
{{- else }}{{ mul $amount 3600 }}
{{- end }}
{{- end }}

{{/* After delay and grace a node needs 20 s at most, and a pod some more to be ended. Ingests have no viewers. */}}
{{- define "sightline.gracePeriod" -}}
{{- $root := index . 0 }}{{ $shutdown := $root.Values.config.shutdown -}}
{{- if eq (index . 1) "ingest" }}25
{{- else }}{{ add (include "sightline.seconds" $shutdown.delay) (include "sightline.seconds" $shutdown.grace) 25 }}
{{- end }}
{{- end }}

{{/* What viewers come by: what can't be. */}}
{{- define "sightline.checkHttp" -}}
{{- $http := .Values.config.http }}{{ $tls := $http.tls | default dict }}{{ $acme := include "sightline.acme" . }}
{{- $redirect := index $http "redirect-port" | toString }}
{{- range list "cert-file" "key-file" "keystore-file" }}
{{- if and $.Values.secrets.tls.existingSecret (index $tls .) }}
{{- fail (printf "config.http.tls.%s is a second certificate beside secrets.tls.existingSecret; keep one" .) }}
{{- end }}
{{- end }}
{{- if and .Values.secrets.tls.existingSecret $acme }}
{{- fail "config.http.tls.acme is for a second certificate beside secrets.tls.existingSecret; keep one" }}
{{- end }}
{{- $password := index $tls "keystore-password" | default "" | toString }}
{{- if and $password (not (contains "${" $password)) }}
{{- fail "config.http.tls.keystore-password is in clear; say keystore-password-file with a Secret in edge.extraVolumes, or ${NAME} with extraEnvFrom" }}
{{- end }}
{{- if and (regexMatch "^[0-9]+$" $redirect) (not (include "sightline.tls" .)) }}
{{- fail "config.http.redirect-port leads to https, for which there is no certificate; set secrets.tls.existingSecret or config.http.tls" }}
{{- end }}
{{- if and (regexMatch "^[0-9]+$" $redirect) (lt (int $redirect) 1024) }}
{{- fail (printf "config.http.redirect-port is %s, a port of the container, which may open none below 1024; leave it out, and edge.service.port leads there" $redirect) }}
{{- end }}
{{- if $acme }}
{{- if not (include "sightline.httpPort" .) }}
{{- fail "config.http.redirect-port is off, but that is where an ACME server comes; leave it out, or config.http.tls.acme" }}
{{- end }}
{{- if or .Values.edge.ingress.enabled .Values.edge.httpRoute.enabled }}
{{- fail "config.http.tls.acme is for names that lead to the edges themselves, but an Ingress or a Gateway stands in front; let that have a certificate, or take secrets.tls.existingSecret" }}
{{- end }}
{{- if not (include "sightline.acmeSecret" .) }}
{{- include "sightline.checkAcmeDirectory" . }}
{{- end }}
{{- end }}
{{- end }}

{{/* A directory for certificates must outlive the pod, and be one for all edges; that it is a volume is seen here. */}}
{{- define "sightline.checkAcmeDirectory" -}}
{{- $component := ternary "edge" "standalone" (eq .Values.mode "cluster") }}
{{- $store := dig "tls" "acme" "store" "" .Values.config.http | toString }}
{{- $mounted := dict }}
{{- range (index .Values $component).extraVolumeMounts }}
{{- $path := printf "%s/" (trimSuffix "/" (.mountPath | default "")) }}
{{- if and (hasPrefix $path (printf "%s/" $store)) (not .readOnly) }}{{ $_ := set $mounted "here" true }}{{ end }}
{{- end }}
{{- if not $mounted.here }}
{{- fail (printf "config.http.tls.acme.store is %s, where pods can keep nothing; say secret:NAME, or mount a volume there that all edges share (%s.extraVolumeMounts)" (default "nothing" $store) $component) }}
{{- end }}
{{- end }}

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
{{- range prepend (values $config.cameras) $config.ingest }}
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
  {{- $_ := set $config "cluster" $cluster }}
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
  "ingest" (list "management" "cameras" "ingest" "cluster" "log" "tracing")
  "edge" (list "management" "http" "edge" "access" "cluster" "shutdown" "log" "tracing")
  "standalone" (list "management" "http" "cameras" "ingest" "edge" "access" "shutdown" "log" "tracing") }}
{{- range $section := index $sections $component }}
{{- with index $config $section }}
{{ $section }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/* What takes effect with a restart only: a change of anything else leaves the pods alone. */}}
{{- define "sightline.checksum" -}}
{{- $still := omit (include "sightline.config" . | fromYaml) "cameras" "ingest" -}}
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

{{- define "sightline.volumes" -}}
{{- $root := index . 0 }}{{ $component := index . 1 }}{{ $secrets := $root.Values.secrets -}}
- name: config
  configMap: {name: {{ include "sightline.fullname" $root }}-{{ $component }}}
- name: shm
  emptyDir: {medium: Memory, sizeLimit: 16Mi}
{{- if and $secrets.cameras.existingSecret (ne $component "edge") }}
- name: cameras
  secret: {secretName: {{ $secrets.cameras.existingSecret }}, defaultMode: 0440}
{{- end }}
{{- if and $secrets.cluster.existingSecret (ne $component "standalone") }}
- name: cluster
  secret:
    secretName: {{ $secrets.cluster.existingSecret }}
    defaultMode: 0440
    items: [{key: {{ $secrets.cluster.key }}, path: secret}]
{{- end }}
{{- if and $secrets.busTls.existingSecret (ne $component "standalone") }}
- name: bus
  secret: {secretName: {{ $secrets.busTls.existingSecret }}, defaultMode: 0440}
{{- end }}
{{- if ne $component "ingest" }}
{{- with $secrets.tls.existingSecret }}
- name: tls
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- with $secrets.access.existingSecret }}
- name: access
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- end }}
{{- with $secrets.metrics.existingSecret }}
- name: metrics
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- with (index . 2).extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Whole directories: a file mounted by subPath would never change. */}}
{{- define "sightline.volumeMounts" -}}
{{- $root := index . 0 }}{{ $component := index . 1 }}{{ $secrets := $root.Values.secrets -}}
- {name: config, mountPath: /etc/sightline, readOnly: true}
- {name: shm, mountPath: /dev/shm}
{{- if and $secrets.cameras.existingSecret (ne $component "edge") }}
- {name: cameras, mountPath: /run/secrets/sightline/cameras, readOnly: true}
{{- end }}
{{- if and $secrets.cluster.existingSecret (ne $component "standalone") }}
- {name: cluster, mountPath: /run/secrets/sightline/cluster, readOnly: true}
{{- end }}
{{- if and $secrets.busTls.existingSecret (ne $component "standalone") }}
- {name: bus, mountPath: /run/secrets/sightline/bus, readOnly: true}
{{- end }}
{{- if and $secrets.tls.existingSecret (ne $component "ingest") }}
- {name: tls, mountPath: /run/secrets/sightline/tls, readOnly: true}
{{- end }}
{{- if and $secrets.access.existingSecret (ne $component "ingest") }}
- {name: access, mountPath: /run/secrets/sightline/access, readOnly: true}
{{- end }}
{{- if $secrets.metrics.existingSecret }}
- {name: metrics, mountPath: /run/secrets/sightline/metrics, readOnly: true}
{{- end }}
{{- with (index . 2).extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Scaling of edges: quickly out, one by one and late in. */}}

{{- define "sightline.scalingBehavior" -}}
scaleUp:
  stabilizationWindowSeconds: 0
  policies:
    - {type: Percent, value: 100, periodSeconds: 30}
    - {type: Pods, value: 4, periodSeconds: 30}
scaleDown:
  stabilizationWindowSeconds: {{ .Values.edge.autoscaling.scaleInAfterSeconds }}
  policies:
    - {type: Pods, value: 1, periodSeconds: {{ .Values.edge.autoscaling.scaleInEverySeconds }}}
{{- end }}

{{- define "sightline.checkAutoscaling" -}}
{{- $scaling := .Values.edge.autoscaling }}
{{- if ne .Values.mode "cluster" }}
{{- fail (printf "edge.autoscaling.kind is %s, but mode is %s, which is one pod; say edge.autoscaling.kind: \"off\"" $scaling.kind .Values.mode) }}
{{- end }}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) }}
{{- fail (printf "edge.autoscaling.minReplicas is %d, more than maxReplicas, which is %d" (int $scaling.minReplicas) (int $scaling.maxReplicas)) }}
{{- end }}
{{- $most := index .Values.config.edge "max-viewers" | default 10000 | int }}
{{- if gt (int $scaling.viewers) $most }}
{{- fail (printf "edge.autoscaling.viewers is %d, more than an edge takes (config.edge.max-viewers, %d), so there would never be another one" (int $scaling.viewers) $most) }}
{{- end }}
{{- end }}
