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
{{- with $secrets.links.existingSecret }}
- name: links
  secret: {secretName: {{ . }}, defaultMode: 0440}
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
{{- if $secrets.links.existingSecret }}
- {name: links, mountPath: /run/secrets/sightline/links, readOnly: true}
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
