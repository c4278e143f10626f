{{/*
Refusals about TCP and UDP services. See _validate.tpl.
*/}}

{{/* nginx would fail to listen, the API server would refuse the second port, or the controller would leave the service out. */}}
{{- define "sigsci-ingress.validate.stream-port-free" -}}
{{- range $protocol := list "tcp" "udp" }}
{{- $input := dict "context" $ "protocol" $protocol }}
{{- $owners := include "sigsci-ingress.taken.ports" $input | fromJson }}
{{- range $number, $service := include "sigsci-ingress.stream.services" $input | fromYaml }}
{{- with index $owners $number }}
{{ $protocol }}.{{ $number }} is a port that {{ . }} takes; choose another one
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The API server refuses longer names of container ports: https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */}}
{{- define "sigsci-ingress.validate.stream-port-name-fits" -}}
{{- range include "sigsci-ingress.stream.ports" . | fromJsonArray }}
{{- if gt (len .name) 15 }}
portNamePrefix makes the port name {{ .name }} of {{ len .name }} characters, of which 15 are allowed; shorten it by {{ sub (len .name) 15 }} or more
{{- end }}
{{- end }}
{{- end }}
