{{/*
Key under `controller` of the autoscaler that is on: "autoscaling", "keda" or "". A DaemonSet has none.
*/}}
{{- define "sigsci-ingress.scaling.autoscaler" -}}
{{- if eq .Values.controller.kind "Deployment" }}
{{- if .Values.controller.autoscaling.enabled }}autoscaling{{ else if .Values.controller.keda.enabled }}keda{{ end }}
{{- end }}
{{- end }}

{{/*
Least number of pods of the Deployment: the autoscaler's minimum where there is one, else the number of replicas.
*/}}
{{- define "sigsci-ingress.scaling.minimum" -}}
{{- with include "sigsci-ingress.scaling.autoscaler" . }}
{{- int (index $.Values.controller .).minReplicas }}
{{- else }}
{{- int .Values.controller.replicaCount }}
{{- end }}
{{- end }}

{{/*
The field `replicas` of the Deployment. The number is the autoscaler's affair, so beside one the field is left out; but
who takes it out of a manifest makes Kubernetes write 1. So where Helm would take it out, the live number stays in:
- with client-side apply always, because what the last manifest held is not to be seen;
- with server-side apply as long as Helm's own apply owns the field, which ends when the autoscaler first changes it.
Without a cluster (helm template, Argo CD) nothing is live and the field is left out.
https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
Returns a YAML map, or nothing.
*/}}
{{- define "sigsci-ingress.scaling.replicas" -}}
{{- if not (include "sigsci-ingress.scaling.autoscaler" .) }}
{{- include "sigsci-ingress.text.fields" (dict "replicas" .Values.controller.replicaCount) }}
{{- else }}
{{- with lookup "apps/v1" "Deployment" (include "sigsci-ingress.names.namespace" .) (include "sigsci-ingress.names.controller" .) }}
{{- if include "sigsci-ingress.scaling.losesReplicas" .metadata.managedFields }}
{{- include "sigsci-ingress.text.fields" (pick .spec "replicas") }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Whether a Deployment whose manifest lacks `replicas` would lose the live number: "true" or "". An apply that holds the
selector is Helm's; where there is none, the release is applied by the client.
Input: the live object's managedFields.
*/}}
{{- define "sigsci-ingress.scaling.losesReplicas" -}}
{{- $applies := list }}
{{- range . }}
{{- $spec := dig "f:spec" dict (.fieldsV1 | default dict) }}
{{- if and (eq .operation "Apply") (hasKey $spec "f:selector") }}
{{- $applies = append $applies (hasKey $spec "f:replicas") }}
{{- end }}
{{- end }}
{{- if or (empty $applies) (has true $applies) }}true{{ end }}
{{- end }}
