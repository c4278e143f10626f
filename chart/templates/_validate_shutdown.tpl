{{/*
Refusals about how a pod stops; see _validate.tpl.
*/}}

{{/*
When the grace period ends, the kubelet stops nginx and agent at once: what is on its way is lost, or passes unseen.
nginx takes a worker-shutdown-timeout of 0 for none: ngx_set_shutdown_timer in nginx/src/core/ngx_cycle.c.
*/}}
{{- define "sigsci-ingress.validate.shutdown-fits-grace-period" -}}
{{- $grace := .Values.controller.terminationGracePeriodSeconds | int64 }}
{{- $steps := include "sigsci-ingress.shutdown.steps" . | fromYaml }}
{{- $sum := 0 }}
{{- $texts := list }}
{{- range $name, $seconds := $steps }}
{{- $sum = add $sum $seconds }}
{{- $texts = append $texts (printf "%s %v" $name $seconds) }}
{{- end }}
{{- if eq (index $steps "worker-shutdown-timeout" | toString) "0" }}
worker-shutdown-timeout is 0, and a stopping nginx then waits for its last connection without end; set it to a time, and controller.terminationGracePeriodSeconds to more
{{- else if le $grace $sum }}
controller.terminationGracePeriodSeconds is {{ $grace }}, and a pod may take {{ $sum }} seconds to stop ({{ join ", " $texts }}); set it to {{ add $sum 1 }} or more, or lower controller.config.worker-shutdown-timeout
{{- end }}
{{- end }}
