{{/*
Where the agent listens for modules: option rpc-address, else `rpcAddress`, else a socket in its volume.
Input: the agent. Returns text such as unix:/sigsci/tmp/sigsci.sock or 0.0.0.0:8001.
*/}}
{{- define "sigsci-agent.v1.rpcAddress" -}}
{{- $socket := printf "unix:%s/sigsci.sock" .tmpVolume.mountPath }}
{{- index (.config | default dict) "rpc-address" | default .rpcAddress | default $socket }}
{{- end }}

{{/*
That address in parts. Input: the agent. Returns a YAML map with `socket`, or with `host` and `port`.
*/}}
{{- define "sigsci-agent.v1.address" -}}
{{- $address := include "sigsci-agent.v1.rpcAddress" . | trimPrefix "unix:" }}
{{- if hasPrefix "/" $address }}
socket: {{ $address | quote }}
{{- else }}
host: {{ regexReplaceAll ":[0-9]+$" $address "" | quote }}
port: {{ regexFind "[0-9]+$" $address | default "0" }}
{{- end }}
{{- end }}
