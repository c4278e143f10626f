{{/*
The webhook's certificate. What the chart makes itself is made while rendering and kept in a Secret, which later upgrades
find there; without a cluster to look into each render makes another one.
*/}}

{{/*
What is known of the certificate to use now: of a Secret of the user's its authority, with cert-manager nothing.
Input: the root context. Returns a YAML map: ca (base64), and of one that the chart makes cert, key and renewAfter.
*/}}
{{- define "sigsci-ingress.admission.certificate" -}}
{{- $source := include "sigsci-ingress.admission.source" . }}
{{- if eq $source "made" }}
{{- include "sigsci-ingress.admission.madeCertificate" . }}
{{- else if eq $source "existingSecret" }}
{{- dict "ca" (.Values.controller.admissionWebhooks.existingSecret.caBundle | default "" | b64enc) | toYaml }}
{{- end }}
{{- end }}

{{/*
The Secret that is there under the name of the chart's own. Input: the root context. Returns the object, or an empty map.
*/}}
{{- define "sigsci-ingress.admission.foundSecret" -}}
{{- lookup "v1" "Secret" (include "sigsci-ingress.names.namespace" .) (include "sigsci-ingress.admission.name" .) | toYaml }}
{{- end }}

{{/*
Whether such a Secret is there and no part of this release: "true" or "". Input: dict "context" $ "secret" the object.
*/}}
{{- define "sigsci-ingress.admission.isForeign" -}}
{{- if and .secret (not (include "sigsci-ingress.release.owns" (dict "context" .context "object" .secret))) }}true{{ end }}
{{- end }}

{{/*
The chart's own certificate. A Secret that is no part of this release, such as the one that ingress-nginx's Job made, is
used as it is. One of this release is kept while it is for the same names and before its day of renewal. Returns as above.
*/}}
{{- define "sigsci-ingress.admission.madeCertificate" -}}
{{- $secret := include "sigsci-ingress.admission.foundSecret" . | fromYaml }}
{{- $data := pick ($secret.data | default dict) "ca" "cert" "key" }}
{{- $annotations := ($secret.metadata).annotations | default dict }}
{{- $whole := and $data.ca $data.cert $data.key }}
{{- $hosts := include "sigsci-ingress.admission.hosts" . | fromYamlArray | join "," }}
{{- $renewAfter := index $annotations "sigsci-ingress/renew-after" | default "" }}
{{- if include "sigsci-ingress.admission.isForeign" (dict "context" . "secret" $secret) }}
{{- pick $data "ca" | toYaml }}
{{- else if and $whole (eq (index $annotations "sigsci-ingress/hosts" | default "") $hosts) (lt (now | date "2006-01-02") $renewAfter) }}
{{- toYaml (set $data "renewAfter" $renewAfter) }}
{{- else }}
{{- include "sigsci-ingress.admission.newCertificate" (dict "context" . "before" ($data.ca | default "")) }}
{{- end }}
{{- end }}

{{/*
A new certificate with an authority of its own, whose key is thrown away. ECDSA: an RSA key takes a tenth of a second.
Running controllers serve the old certificate until the kubelet has brought them the new one, a minute later, so the
authority before stays trusted. Input: dict "context" $ "before" base64 of the authorities so far. Returns as above.
*/}}
{{- define "sigsci-ingress.admission.newCertificate" -}}
{{- $days := .context.Values.controller.admissionWebhooks.selfSigned.days | int }}
{{- $hosts := include "sigsci-ingress.admission.hosts" .context | fromYamlArray }}
{{- $authority := genCAWithKey (include "sigsci-ingress.admission.name" .context) $days (genPrivateKey "ecdsa") }}
{{- $pair := genSignedCertWithKey (last $hosts | trunc 64) nil $hosts $days $authority (genPrivateKey "ecdsa") }}
{{- $before := .before | b64dec | splitList "-----END CERTIFICATE-----" | first | trim }}
{{- $trusted := empty $before | ternary $authority.Cert (printf "%s%s\n-----END CERTIFICATE-----\n" $authority.Cert $before) }}
{{- $halfLife := mul $days 12 | printf "%dh" }}
{{- dict "ca" (b64enc $trusted) "cert" (b64enc $pair.Cert) "key" (b64enc $pair.Key) "renewAfter" (now | dateModify (printf "+%s" $halfLife) | date "2006-01-02") | toYaml }}
{{- end }}
