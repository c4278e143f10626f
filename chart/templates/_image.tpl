{{/*
Name of an image without tag and digest: `repository`, or registry and `image`.
The registry is the image's own, else the global one, else the one that publishes it.
Input: dict "context" $ "image" map, and "registry" for an image that docker.io does not publish.
*/}}
{{- define "sigsci-ingress.image.name" -}}
{{- $global := (.context.Values.global).image | default dict }}
{{- $registry := .image.registry | default $global.registry | default .registry | default "docker.io" }}
{{- .image.repository | default (printf "%s/%s" $registry .image.image) }}
{{- end }}

{{/*
Reference of an image: name, tag and, where the user gives one, digest. `digest: false` counts as none.
Input: as for image.name.
*/}}
{{- define "sigsci-ingress.image.reference" -}}
{{- include "sigsci-ingress.image.name" . }}
{{- print ":" (include "sigsci-ingress.text.plain" .image.tag) }}
{{- with .image.digest }}@{{ . }}{{ end }}
{{- end }}

{{/*
Reference of the controller's image.
*/}}
{{- define "sigsci-ingress.image.controller" -}}
{{- include "sigsci-ingress.image.reference" (dict "context" . "image" .Values.controller.image) }}
{{- end }}

{{/*
Reference of the agent's image.
*/}}
{{- define "sigsci-ingress.image.agent" -}}
{{- include "sigsci-ingress.image.reference" (dict "context" . "image" .Values.agent.image) }}
{{- end }}

{{/*
Reference of the default backend's image.
*/}}
{{- define "sigsci-ingress.image.defaultBackend" -}}
{{- include "sigsci-ingress.image.reference" (dict "context" . "image" .Values.defaultBackend.image "registry" "registry.k8s.io") }}
{{- end }}

{{/*
What an image's own keys say of the security context of its container, null left out. Input: image map.
Returns a JSON map.
*/}}
{{- define "sigsci-ingress.image.securityContext" -}}
{{- $context := dict }}
{{- range $field := list "runAsNonRoot" "runAsUser" "runAsGroup" "allowPrivilegeEscalation" "readOnlyRootFilesystem" "seccompProfile" }}
{{- $value := index $ $field }}
{{- if not (kindIs "invalid" $value) }}
{{- $context = set $context $field $value }}
{{- end }}
{{- end }}
{{- toJson $context }}
{{- end }}
