{{/*
Arguments of the controller, the program first. Input: the root context. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.args.all" -}}
{{- $controller := .Values.controller }}
- /nginx-ingress-controller
{{- if not $controller.enableAnnotationValidations }}
- --enable-annotation-validation=false
{{- end }}
{{- with include "sigsci-ingress.args.defaultBackendService" . }}
- {{ printf "--default-backend-service=%s" . | toYaml }}
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
{{- include "sigsci-ingress.args.streams" . }}
{{- include "sigsci-ingress.args.scope" . }}
{{- if and $controller.reportNodeInternalIp $controller.hostNetwork }}
- --report-node-internal-ip-address=true
{{- end }}
{{- if $controller.admissionWebhooks.enabled }}
- {{ printf "--validating-webhook=:%v" $controller.admissionWebhooks.port | toYaml }}
- --validating-webhook-certificate=/usr/local/certificates/cert
- --validating-webhook-key=/usr/local/certificates/key
{{- end }}
{{- if $controller.maxmindLicenseKey }}
- --maxmind-license-key=$(MAXMIND_LICENSE_KEY)
{{- end }}
{{- include "sigsci-ingress.args.optional" . }}
{{- $own := dict "shutdown-grace-period" $controller.shutdownGracePeriod }}
{{- $healthPort := include "sigsci-ingress.metrics.listenPort" . }}
{{- if ne $healthPort "10254" }}
{{- $own = set $own "healthz-port" $healthPort }}
{{- end }}
{{- range $name, $value := merge ($controller.extraArgs | default dict | deepCopy) $own }}
{{- $text := include "sigsci-ingress.text.filled" (dict "context" $ "value" ($value | kindIs "invalid" | ternary "" $value)) }}
- {{ empty $text | ternary (printf "--%s" $name) (printf "--%s=%s" $name $text) | toYaml }}
{{- end }}
{{- end }}

{{/*
Which namespaces the controller watches, where it is not all of them.
*/}}
{{- define "sigsci-ingress.args.scope" -}}
{{- if include "sigsci-ingress.scope.namespace" . }}
- {{ printf "--watch-namespace=%s" (.Values.controller.scope.namespace | default "$(POD_NAMESPACE)") | toYaml }}
{{- end }}
{{- with include "sigsci-ingress.scope.selector" . }}
- {{ printf "--watch-namespace-selector=%s" . | toYaml }}
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
  "enable-metrics" $controller.metrics.enabled
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
The ConfigMaps with the TCP and UDP services, where there are any.
*/}}
{{- define "sigsci-ingress.args.streams" -}}
{{- $namespace := empty (include "sigsci-ingress.scope.elsewhere" .) | ternary "$(POD_NAMESPACE)" (include "sigsci-ingress.scope.visible" .) }}
{{- range $protocol := list "tcp" "udp" }}
{{- $input := dict "context" $ "protocol" $protocol }}
{{- if include "sigsci-ingress.stream.services" $input | fromYaml }}
- {{ printf "--%s-services-configmap=%s/%s" $protocol $namespace (include "sigsci-ingress.stream.name" $input) | toYaml }}
{{- end }}
{{- end }}
{{- end }}
