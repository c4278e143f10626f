{{/*
What to do about the Secret with the agent's keys: nothing when it is there, else the command that makes it.
The cluster is only seen by install and upgrade.
*/}}
{{- define "sigsci-ingress.notes.secret" -}}
{{- $name := include "sigsci-ingress.names.agentSecret" . }}
{{- $namespace := include "sigsci-ingress.names.namespace" . }}
{{- $keys := .Values.agent.credentials.keys }}
{{- $found := (lookup "v1" "Secret" $namespace $name).data | default dict }}
{{- if .Values.agent.credentials.create }}
The agent reads its keys from the Secret {{ $name }}, made from your values.
{{- else if and (hasKey $found $keys.accessKeyId) (hasKey $found $keys.secretAccessKey) }}
The agent reads its keys from the Secret {{ $name }}, which is there.
{{- else }}
NEXT: the agent reads its keys from the Secret {{ $name }}, which {{ ternary "was not seen" "lacks a key" (empty $found) }} in namespace {{ $namespace }}. The pods wait for it. Unless it is there by now:

  kubectl create secret generic {{ $name }} --namespace {{ $namespace }} \
    --from-literal={{ $keys.accessKeyId }}=ACCESS_KEY_ID \
    --from-literal={{ $keys.secretAccessKey }}=SECRET_ACCESS_KEY

Both keys: Next-Gen WAF console > your site (workspace) > Agents > View agent keys.
{{- end }}
{{- end }}

{{/*
Where the agent runs, in one sentence.
*/}}
{{- define "sigsci-ingress.notes.agent" -}}
{{- $place := include "sigsci-ingress.agent.place" . }}
{{- if has $place (list "native" "classic") -}}
in each controller pod ({{ eq $place "native" | ternary "native sidecar" "second container" }})
{{- else if eq $place "service" -}}
as {{ .Values.agent.service.kind }} {{ include "sigsci-ingress.names.agent" . }} (experimental)
{{- else if eq $place "external" -}}
{{- $address := include "sigsci-ingress.agent.address" . | fromJson -}}
at {{ $address.host }}:{{ $address.port }} (experimental)
{{- else -}}
nowhere: no WAF
{{- end }}
{{- end }}

{{/*
What an upgrade under load did to requests with the agent where it is, as the project has measured it
(files/measured.yaml); nothing for modes that were not measured.
*/}}
{{- define "sigsci-ingress.notes.measured" -}}
{{- $rows := dict "native" "upgrade-image-tags" "classic" "classic-upgrade-image-tags" "service" "service-upgrade-image-tags" }}
{{- $row := index $rows (include "sigsci-ingress.agent.place" .) | default "" }}
{{- with index (.Files.Get "files/measured.yaml" | fromYaml) $row }}
Measured with stand-ins, in an upgrade under load: of {{ .requests }} requests {{ .failed }} failed and {{ .uninspected }} passed without inspection{{ if .seconds }}, over {{ .seconds }} s{{ end }}. What faults of the agent do: README.md of the chart, "Failure modes".
{{- end }}
{{- end }}

{{/*
Command that gives the address of the release, with its port, as the variable ADDRESS.
*/}}
{{- define "sigsci-ingress.notes.address" -}}
{{- $controller := .Values.controller }}
{{- $namespace := include "sigsci-ingress.names.namespace" . }}
{{- $name := include "sigsci-ingress.names.controller" . }}
{{- $serves := include "sigsci-ingress.test.serviceServes" . }}
{{- if and $serves (eq $controller.service.type "LoadBalancer") -}}
ADDRESS=$(kubectl get service {{ $name }} --namespace {{ $namespace }} -o jsonpath='{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}'){{ include "sigsci-ingress.notes.port" $controller.service.ports.http }}
{{- else if $serves -}}
kubectl port-forward service/{{ $name }} --namespace {{ $namespace }} 8080:{{ $controller.service.ports.http }} & ADDRESS=localhost:8080
{{- else if include "sigsci-ingress.rollout.takesNodePorts" . -}}
ADDRESS=$(kubectl get pods --namespace {{ $namespace }} {{ include "sigsci-ingress.notes.selector" (dict "context" . "component" "controller") }} -o jsonpath='{.items[0].status.hostIP}'){{ include "sigsci-ingress.notes.port" (ternary $controller.hostPort.ports.http $controller.containerPort.http $controller.hostPort.enabled) }}
{{- else -}}
kubectl port-forward {{ lower $controller.kind }}/{{ $name }} --namespace {{ $namespace }} 8080:{{ $controller.containerPort.http }} & ADDRESS=localhost:8080
{{- end }}
{{- end }}

{{/*
What a URL needs of a port for HTTP: nothing for 80.
*/}}
{{- define "sigsci-ingress.notes.port" -}}
{{- if ne (int .) 80 }}:{{ int . }}{{ end }}
{{- end }}

{{/*
Option of kubectl that chooses the pods of a component. Input: dict "context" $ "component" "controller".
*/}}
{{- define "sigsci-ingress.notes.selector" -}}
--selector app.kubernetes.io/instance={{ .context.Release.Name }},app.kubernetes.io/component={{ .component }}
{{- end }}

{{/*
How to see a request pass and one blocked, and where the agent writes of it.
*/}}
{{- define "sigsci-ingress.notes.block" -}}
{{- $namespace := include "sigsci-ingress.names.namespace" . }}
{{- $component := ternary "agent" "controller" (eq .Values.agent.mode "service") -}}
See it work, with an Ingress of class {{ .Values.controller.ingressClassResource.name }} for the host HOST:

  {{ include "sigsci-ingress.notes.address" . }}
  curl -i -H 'Host: HOST' "http://$ADDRESS/"
  curl -i -H 'Host: HOST' "http://$ADDRESS/?q=../../etc/passwd"

The second is an attack. It is flagged in the console at once, and answered with 406 once the site's agent mode is Blocking.
{{- if ne .Values.agent.mode "external" }}

  kubectl logs --namespace {{ $namespace }} {{ include "sigsci-ingress.notes.selector" (dict "context" . "component" $component) }} --container sigsci-agent --prefix --tail=-1
{{- end }}
{{- end }}
