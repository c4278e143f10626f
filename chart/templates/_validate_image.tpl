{{/*
Refusals about the images. See _validate.tpl.
*/}}

{{/* A digest beats the tag: a carried-over one names an image that the WAF's repository does not hold. */}}
{{- define "sigsci-ingress.validate.no-upstream-digest" -}}
{{- $known := .Files.Get "files/upstream-digests.txt" }}
{{- range $part := list "controller" "agent" }}
{{- $image := (index $.Values $part).image }}
{{- $name := include "sigsci-ingress.image.name" (dict "context" $ "image" $image) }}
{{- if and $image.digest (contains (toString $image.digest) $known) (not (regexMatch "ingress-nginx/[^/]+$" $name)) }}
{{ $part }}.image.digest is one of ingress-nginx's own, which {{ $name }} does not hold; remove it
{{- end }}
{{- end }}
{{- end }}

{{/* registry.k8s.io, carried over from ingress-nginx, holds none of the vendor's images. */}}
{{- define "sigsci-ingress.validate.no-upstream-registry" -}}
{{- range $part := list "controller" "agent" }}
{{- $image := (index $.Values $part).image }}
{{- $name := include "sigsci-ingress.image.name" (dict "context" $ "image" $image) }}
{{- if hasPrefix "registry.k8s.io/signalsciences/" $name }}
{{ first (compact (list (empty $image.repository | ternary "" (printf "%s.image.repository" $part)) (empty $image.registry | ternary "" (printf "%s.image.registry" $part)) "global.image.registry")) }} makes the image {{ $name }}, which is not there; remove it, or name the registry that holds it
{{- end }}
{{- end }}
{{- end }}

{{/* ingress-nginx's own image holds no WAF module: nginx fails at load_module, and no new pod becomes ready. */}}
{{- define "sigsci-ingress.validate.controller-image-has-module" -}}
{{- $image := .Values.controller.image }}
{{- $name := include "sigsci-ingress.image.name" (dict "context" . "image" $image) }}
{{- if and (ne .Values.agent.mode "none") (not .Values.module.text.loadModule) (regexMatch "(^|/)ingress-nginx/controller(-chroot)?$" $name) }}
controller.image.{{ empty $image.repository | ternary "image" "repository" }} makes the image {{ $name }}, which holds no WAF module, so no new pod becomes ready; remove it, or set agent.mode to none
{{- end }}
{{- end }}
