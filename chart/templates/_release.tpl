{{/*
Whether an object of the cluster belongs to this release: "true" or "". Helm itself tells by these two annotations, see
https://helm.sh/docs/howto/charts_tips_and_tricks. Input: dict "context" $ "object" what lookup has found.
*/}}
{{- define "sigsci-ingress.release.owns" -}}
{{- $annotations := (.object.metadata).annotations | default dict }}
{{- $name := eq (index $annotations "meta.helm.sh/release-name" | default "") .context.Release.Name }}
{{- $namespace := eq (index $annotations "meta.helm.sh/release-namespace" | default "") (include "sigsci-ingress.names.releaseNamespace" .context) }}
{{- if and $name $namespace }}true{{ end }}
{{- end }}
