{{/*
Which of the Services may hide the client's address, one line each: with other policies than Local a node may pass a
connection on in its own name, and nginx is told of no other source for the address.
*/}}
{{- define "sigsci-ingress.notes.clientAddress" -}}
{{- $settings := include "sigsci-ingress.config.data" . | fromYaml }}
{{- $told := false }}
{{- range list "enable-real-ip" "use-forwarded-headers" "use-proxy-protocol" }}
{{- $told = or $told (eq (index $settings . | default "") "true") }}
{{- end }}
{{- range $which := ternary list (list "external" "internal") $told }}
{{- $service := dict "context" $ "which" $which }}
{{- $values := include "sigsci-ingress.service.values" $service | fromJson }}
{{- if and (include "sigsci-ingress.service.exists" $service) (ne $values.type "ClusterIP") (ne (toString $values.externalTrafficPolicy) "Local") }}
Client addresses: nginx and the WAF may see a node's in their place. controller.service.{{ eq $which "internal" | ternary "internal." "" }}externalTrafficPolicy Local keeps them, or what the load balancer says of them: README.md of the chart, "Client addresses".
{{- end }}
{{- end }}
{{- end }}
