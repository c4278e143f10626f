{{/*
Arguments of the controller, the program first. Input: the root context. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.args.all" -}}
{{- $controller := .Values.controller }}
- /nginx-ingress-controller
{{- if not $controller.enableAnnotationValidations }}
- --enable-annotation-validation=false
{{- end }}
{{- with include "sigsci-ingress.args.publishService" . }}
- {{ printf "--publish-service=%s" . | toYaml }}
{{- end }}
- {{ printf "--election-id=%s" (include "sigsci-ingress.names.lease" .) | toYaml }}
- {{ printf "--controller-class=%s" $controller.ingressClassResource.controllerValue | toYaml }}
{{- with $controller.ingressClass }}
- {{ printf "--ingress-class=%s" . | toYaml }}
{{- end }}
- {{ printf "--configmap=$(POD_NAMESPACE)/%s" (include "sigsci-ingress.names.controller" .) | toYaml }}
{{- if and $controller.reportNodeInternalIp $controller.hostNetwork }}
- --report-node-internal-ip-address=true
{{- end }}
{{- if $controller.maxmindLicenseKey }}
- --maxmind-license-key=$(MAXMIND_LICENSE_KEY)
{{- end }}
{{- include "sigsci-ingress.args.optional" . }}
{{- range $name, $value := merge ($controller.extraArgs | default dict | deepCopy) (dict "shutdown-grace-period" $controller.shutdownGracePeriod) }}
{{- $text := include "sigsci-ingress.text.filled" (dict "context" $ "value" ($value | kindIs "invalid" | ternary "" $value)) }}
- {{ empty $text | ternary (printf "--%s" $name) (printf "--%s=%s" $name $text) | toYaml }}
{{- end }}
{{- end }}

{{/*
Arguments that stand for one value each, where it differs from the controller's own default.
*/}}
{{- define "sigsci-ingress.args.optional" -}}
{{- $controller := .Values.controller }}
{{- with $controller.healthCheckHost }}
- {{ printf "--healthz-host=%s" . | toYaml }}
{{- end }}
{{- if ne $controller.healthCheckPath "/healthz" }}
- {{ printf "--health-check-path=%s" $controller.healthCheckPath | toYaml }}
{{- end }}
{{- range $argument, $wanted := dict
  "disable-leader-election" $controller.disableLeaderElection
  "enable-topology-aware-routing" $controller.enableTopologyAwareRouting
  "ingress-class-by-name" $controller.ingressClassByName
  "watch-ingress-without-class" $controller.watchIngressWithoutClass }}
{{- if $wanted }}
- --{{ $argument }}=true
{{- end }}
{{- end }}
{{- with $controller.electionTTL }}
- {{ printf "--election-ttl=%s" . | toYaml }}
{{- end }}
{{- end }}

{{/*
The Service whose address goes into the status of Ingress objects, as namespace/name; nothing when there is none.
*/}}
{{- define "sigsci-ingress.args.publishService" -}}
{{- $controller := .Values.controller }}
{{- if $controller.publishService.enabled }}
{{- if $controller.publishService.pathOverride }}
{{- $controller.publishService.pathOverride }}
{{- else if include "sigsci-ingress.service.exists" . }}
{{- printf "$(POD_NAMESPACE)/%s" (include "sigsci-ingress.names.controller" .) }}
{{- end }}
{{- end }}
{{- end }}
