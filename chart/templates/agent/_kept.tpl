{{/*
Agents of mode `service` that stay for one more revision after a change to another mode: the old controller pods ask them
until they are gone, while Helm removes what a release no longer has before it waits for the new pods. They are the
cluster's own objects, unchanged; the next upgrade lets them go, unless the controller's rollout is not over by then.
Nothing is seen, and so nothing kept, by `helm template` and Argo CD. Returns a JSON list of objects.
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
{{- if hasKey $annotations "helm.sh/resource-policy" }}
{{- /* Helm 3 takes no annotation from an object that it adopts. Any word but keep lets it remove the object. */}}
{{- $annotations = set $annotations "helm.sh/resource-policy" "delete" }}
{{- end }}
{{- $metadata := dict "name" $name "namespace" $namespace "labels" $object.metadata.labels "annotations" (set $annotations "sigsci-ingress/kept" "until the next upgrade") }}
{{- $kept = append $kept (dict "apiVersion" $version "kind" $kind "metadata" $metadata "spec" $object.spec) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $kept }}
{{- end }}

{{/*
The controller's workload as the cluster has it. Returns a JSON map, empty where there is none or no cluster is seen.
*/}}
{{- define "sigsci-ingress.agent.runningController" -}}
{{- lookup "apps/v1" .Values.controller.kind (include "sigsci-ingress.names.namespace" .) (include "sigsci-ingress.names.controller" .) | toJson }}
{{- end }}

{{/*
Whether a rollout of the controller is under way, so that pods of an earlier revision may still serve: "true" or "".
*/}}
{{- define "sigsci-ingress.agent.stillAsked" -}}
{{- $workload := include "sigsci-ingress.agent.runningController" . | fromJson }}
{{- with $workload.status }}
{{- $all := .desiredNumberScheduled | default .replicas | default 0 }}
{{- $updated := .updatedNumberScheduled | default .updatedReplicas | default 0 }}
{{- if or (ne (int $all) (int $updated)) (ne (int64 $workload.metadata.generation) (int64 .observedGeneration)) }}true{{ end }}
{{- end }}
{{- end }}

{{/*
Annotations of an object of mode `service`. `helm rollback` renders nothing: it applies earlier manifests as they are, and
removes what they lack. So the revision that takes the agent out of the controller pods tells Helm to keep its agents,
until its rollout is over and an upgrade follows. What a rollback has left, the next upgrade takes up as above.
Input: dict "context" $ and optionally "own" map. Returns a YAML map, or nothing.
*/}}
{{- define "sigsci-ingress.agent.annotations" -}}
{{- $policy := "helm.sh/resource-policy" }}
{{- $namespace := include "sigsci-ingress.names.namespace" .context }}
{{- $service := lookup "v1" "Service" $namespace (include "sigsci-ingress.names.agent" .context) }}
{{- $asked := and (hasKey (($service.metadata).annotations | default dict) $policy) (include "sigsci-ingress.agent.stillAsked" .context) }}
{{- $keep := or $asked (include "sigsci-ingress.agent.inControllerPods" .context) }}
{{- include "sigsci-ingress.annotations.object" (dict "context" .context "own" (merge (ternary (dict $policy "keep") dict (not (empty $keep))) (.own | default dict))) }}
{{- end }}

{{/*
Whether the controller that is running has the agent in its pods: "true" or "".
*/}}
{{- define "sigsci-ingress.agent.inControllerPods" -}}
{{- $workload := include "sigsci-ingress.agent.runningController" . | fromJson }}
{{- with (($workload.spec).template).spec }}
{{- range concat (.initContainers | default list) (.containers | default list) }}
{{- if eq .name "sigsci-agent" }}true{{ end }}
{{- end }}
{{- end }}
{{- end }}
