{{/*
Steps of a stopping pod, one after the other, with the seconds that each may take: YAML map of the step's name to its
seconds. A text that is no time is left out. Input: root context.
A preStop hook of the user's that sleeps comes first; Kubernetes tells the controller to stop when it is over.
Order and defaults are those of controller 1.15.1; the agent's 2 s are recalled from its documentation, not verified.
*/}}
{{- define "sigsci-ingress.shutdown.steps" -}}
{{- $settings := include "sigsci-ingress.config.data" . | fromYaml }}
{{- $arguments := .Values.controller.extraArgs | default dict }}
{{- $agent := .Values.agent.config | default dict }}
{{- $variable := include "sigsci-agent.v1.envName" "service-shutdown-timeout" | trim }}
{{- range .Values.agent.extraEnvs }}
{{- if eq .name $variable }}
{{- $agent = dict "service-shutdown-timeout" (.value | default "from elsewhere") }}
{{- end }}
{{- end }}
{{- $hook := (.Values.controller.lifecycle).preStop | default dict }}
{{- $slept := ($hook.sleep).seconds | default 0 | int64 }}
{{- range regexFindAll "\\bsleep +[0-9]+" (($hook.exec).command | default list | join " ") -1 }}
{{- $slept = add $slept (regexFind "[0-9]+" . | int64) }}
{{- end }}
{{- if $slept }}
preStop: {{ $slept }}
{{- end }}
shutdownGracePeriod: {{ .Values.controller.shutdownGracePeriod | int64 }}
{{- include "sigsci-ingress.shutdown.step" (dict "name" "worker-shutdown-timeout" "given" $settings "default" "240s" "bare" "s") }}
{{- include "sigsci-ingress.shutdown.step" (dict "name" "post-shutdown-grace-period" "given" $arguments "default" "10" "bare" "s") }}
{{- if eq (include "sigsci-ingress.agent.place" .) "native" }}
{{- include "sigsci-ingress.shutdown.step" (dict "name" "service-shutdown-timeout" "given" $agent "default" "2s" "bare" "ms") }}
{{- end }}
{{- end }}

{{/*
One line of the above. Input: dict "name" key "given" map "default" text "bare" unit-of-a-plain-number.
*/}}
{{- define "sigsci-ingress.shutdown.step" -}}
{{- $value := index .given .name }}
{{- $text := include "sigsci-ingress.text.plain" (kindIs "invalid" $value | ternary .default $value) }}
{{- $number := "[0-9]+([.][0-9]+)?" }}
{{- $unit := "(ns|us|ms|[smhdwMy])" }}
{{- if regexMatch (printf "^%s$" $number) $text }}
{{- $text = printf "%s%s" $text .bare }}
{{- end }}
{{- if regexMatch (printf "^(%s%s *)+$" $number $unit) $text }}
{{- $inUnit := dict "ns" 0.000000001 "us" 0.000001 "ms" 0.001 "s" 1 "m" 60 "h" 3600 "d" 86400 "w" 604800 "M" 2592000 "y" 31536000 }}
{{- $seconds := 0.0 }}
{{- range regexFindAll (printf "%s%s" $number $unit) $text -1 }}
{{- $seconds = addf $seconds (mulf (regexFind $number . | float64) (index $inUnit (regexFind "[a-zM]+$" .))) }}
{{- end }}
{{ .name }}: {{ $seconds | ceil | int64 }}
{{- end }}
{{- end }}
