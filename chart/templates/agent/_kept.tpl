{{/*
Agents of mode `service` that stay for one more revision after a change to another mode: the old controller pods ask them
until they are gone, while Helm removes what a release no longer has before it waits for the new pods. They are the
cluster's own objects, unchanged; the next upgrade lets them go, unless the controller's rollout is not over by then.
Nothing is seen, and so nothing kept, by `helm template`, Argo CD and Flux; `helm rollback` renders nothing at all.
Returns a JSON list of objects.
*/}}
{{- define "sigsci-ingress.agent.kept" -}}
{{- $kept := list }}
{{- if ne .Values.agent.mode "service" }}
{{- $namespace := include "sigsci-ingress.names.namespace" . }}
{{- $name := include "sigsci-ingress.names.agent" . }}
{{- range $kind, $version := dict "Service" "v1" "Deployment" "apps/v1" "DaemonSet" "apps/v1" "PodDisruptionBudget" "policy/v1" }}
{{- $object := lookup $version $kind $namespace $name }}
{{- $annotations := ($object.metadata).annotations | default dict }}
{{- $ours := include "sigsci-ingress.release.owns" (dict "context" $ "object" $object) }}
{{- if and $object $ours (or (not (hasKey $annotations "sigsci-ingress/kept")) (include "sigsci-ingress.agent.stillAsked" $)) }}
{{- $annotations = omit $annotations "meta.helm.sh/release-name" "meta.helm.sh/release-namespace" "deployment.kubernetes.io/revision" "deprecated.daemonset.template.generation" }}
{{- $metadata := dict "name" $name "namespace" $namespace "labels" $object.metadata.labels "annotations" (set $annotations "sigsci-ingress/kept" "until the next upgrade") }}
{{- $kept = append $kept (dict "apiVersion" $version "kind" $kind "metadata" $metadata "spec" $object.spec) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $kept }}
{{- end }}

{{/*
Whether a rollout of the controller is under way, so that pods of an earlier revision may still serve: "true" or "".
*/}}
{{- define "sigsci-ingress.agent.stillAsked" -}}
{{- $workload := lookup "apps/v1" .Values.controller.kind (include "sigsci-ingress.names.namespace" .) (include "sigsci-ingress.names.controller" .) }}
{{- with $workload.status }}
{{- $all := .desiredNumberScheduled | default .replicas | default 0 }}
{{- $updated := .updatedNumberScheduled | default .updatedReplicas | default 0 }}
{{- if or (ne (int $all) (int $updated)) (ne (int64 $workload.metadata.generation) (int64 .observedGeneration)) }}true{{ end }}
{{- end }}
{{- end }}
