{{/* By what ports and with whose certificate viewers come, and what edges may do for that. */}}

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
