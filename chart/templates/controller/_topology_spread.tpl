{{/*
Topology spread constraints of the pods: the user's, else evenly over zones and over nodes where possible. Pods of one
revision are counted by themselves (matchLabelKeys), or a rollout would place new pods where the old ones are not.
A DaemonSet has its places already. Returns a YAML list, or nothing.
https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
*/}}
{{- define "sigsci-ingress.controller.topologySpread" -}}
{{- $own := .Values.controller.topologySpreadConstraints }}
{{- if $own }}
{{- include "sigsci-ingress.text.yaml" (dict "context" . "value" $own) }}
{{- else if and (eq .Values.controller.kind "Deployment") (not (kindIs "invalid" $own)) }}
{{- range $topology := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ $topology }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "sigsci-ingress.labels.selector" (dict "context" $ "component" "controller") | trim | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end }}
{{- end }}
