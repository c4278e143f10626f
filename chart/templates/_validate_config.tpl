{{/*
Refusals about nginx's settings. See _validate.tpl.
*/}}

{{/*
By itself nginx believes every sender, 0.0.0.0/0: whoever reaches the pod would choose the address that the WAF sees,
limits by and blocks.
*/}}
{{- define "sigsci-ingress.validate.client-address-source-given" -}}
{{- $settings := include "sigsci-ingress.config.data" . | fromYaml }}
{{- if not (index $settings "proxy-real-ip-cidr") }}
{{- range $key := list "enable-real-ip" "use-forwarded-headers" "use-proxy-protocol" }}
{{- if eq (index $settings $key | default "") "true" }}
{{ include "sigsci-ingress.config.path" (dict "context" $ "key" $key) }} is true without proxy-real-ip-cidr, so every sender's word on the client's address would count; set controller.config.proxy-real-ip-cidr to the addresses of your proxies or load balancers (0.0.0.0/0 to believe everyone)
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/*
The vendor took ModSecurity and its rules out of the Chainguard image: nginx then fails to open a file whose name begins
MODSECURITY-REMOVED-FROM-THIS-IMAGE, and no new pod becomes ready. Other images may have it.
*/}}
{{- define "sigsci-ingress.validate.controller-image-has-modsecurity" -}}
{{- $name := include "sigsci-ingress.image.name" (dict "context" . "image" .Values.controller.image) }}
{{- if hasSuffix "sigsci-nginx-ingress-controller-chainguard" $name }}
{{- $settings := include "sigsci-ingress.config.data" . | fromYaml }}
{{- range $key := list "enable-modsecurity" "enable-owasp-modsecurity-crs" }}
{{- if eq (index $settings $key | default "") "true" }}
{{ include "sigsci-ingress.config.path" (dict "context" $ "key" $key) }} is true, but the image {{ $name }} holds no ModSecurity, so no new pod becomes ready; remove it, the WAF inspects the traffic, or name an image that has it
{{- end }}
{{- end }}
{{- end }}
{{- end }}
