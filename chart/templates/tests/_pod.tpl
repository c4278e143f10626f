{{/*
A pod of `helm test`, which runs a script of the chart once with bash and stays, or `helm test --logs` would find no logs.
Input: dict of
- context: the root context
- name: name of the pod
- component: its label of that name
- weight: its turn among the hooks, a number in words
- script: the script's name in files/
- env: YAML list, the environment of the container
- nginx: whether the script runs nginx, which wants a folder to write to and a capability
*/}}
{{- define "sigsci-ingress.test.pod" -}}
{{- $context := .context -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ .name | toYaml }}
  namespace: {{ include "sigsci-ingress.scope.visible" $context | toYaml }}
  labels:
    {{- include "sigsci-ingress.labels.object" (dict "context" $context "component" .component) | nindent 4 }}
  {{- $own := dict "helm.sh/hook" "test" "helm.sh/hook-weight" .weight "helm.sh/hook-delete-policy" "before-hook-creation" }}
  annotations:
    {{- include "sigsci-ingress.annotations.object" (dict "context" $context "own" $own) | nindent 4 }}
spec:
  restartPolicy: Never
  activeDeadlineSeconds: 300
  terminationGracePeriodSeconds: 1
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with $context.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- range $field := list "nodeSelector" "tolerations" }}
  {{- with index $context.Values.controller $field }}
  {{ $field }}:
    {{- include "sigsci-ingress.text.yaml" (dict "context" $context "value" .) | nindent 4 }}
  {{- end }}
  {{- end }}
  containers:
    - {{ include "sigsci-ingress.test.container" . | nindent 6 | trim }}
  {{- if .nginx }}
  volumes:
    - name: tmp
      emptyDir: {}
  {{- end }}
{{- end }}

{{/*
The container of a pod of `helm test`. Input: as of `sigsci-ingress.test.pod`. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.test.container" -}}
{{- $image := .context.Values.controller.image -}}
name: test
image: {{ include "sigsci-ingress.image.controller" .context | quote }}
{{- with $image.pullPolicy }}
imagePullPolicy: {{ . | toYaml }}
{{- end }}
command: [bash, -c]
args:
  - |
    {{- .context.Files.Get (printf "files/%s" .script) | trim | nindent 4 }}
env:
  {{- .env | trim | nindent 2 }}
resources:
  requests:
    cpu: 10m
    memory: 32Mi
  limits:
    memory: 128Mi
securityContext:
  runAsNonRoot: true
  {{- with include "sigsci-ingress.text.fields" (pick $image "runAsUser" "runAsGroup") }}
  {{- . | trim | nindent 2 }}
  {{- end }}
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  seccompProfile:
    type: RuntimeDefault
  capabilities:
    drop: [ALL]
    {{- if .nginx }}
    # nginx carries the file capability to bind low ports and does not start without it in reach.
    add: [NET_BIND_SERVICE]
    {{- end }}
{{- if .nginx }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
{{- end }}
{{- end }}
