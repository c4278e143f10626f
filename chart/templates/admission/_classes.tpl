{{/*
Of which Ingress objects the API server asks the webhook: those of our classes alone, so that nobody else's writes wait for
our controllers. As the controller chooses: the class first, else the old annotation.
https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/internal/ingress/controller/store/store.go (GetIngressClass)
*/}}

{{/*
The condition, in CEL. Input: the root context.
https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions
*/}}
{{- define "sigsci-ingress.admission.condition" -}}
{{- $controller := .Values.controller }}
{{- $annotation := "kubernetes.io/ingress.class" }}
has(object.spec.ingressClassName)
? object.spec.ingressClassName in [{{ include "sigsci-ingress.admission.classes" . }}]
: has(object.metadata.annotations) && {{ squote $annotation }} in object.metadata.annotations
? object.metadata.annotations[{{ squote $annotation }}] == {{ squote ($controller.ingressClass | default "") }}
: {{ empty $controller.watchIngressWithoutClass | ternary "false" "true" }}
{{- end }}

{{/*
Names of our classes, quoted, with commas between. Input: the root context.
*/}}
{{- define "sigsci-ingress.admission.classes" -}}
{{- $controller := .Values.controller }}
{{- $names := concat (list $controller.ingressClassResource.name) ($controller.ingressClassResource.aliases | default list) ($controller.admissionWebhooks.extraClasses | default list) }}
{{- if and $controller.ingressClassByName $controller.ingressClass }}
{{- $names = append $names $controller.ingressClass }}
{{- end }}
{{- $quoted := list }}
{{- range uniq $names }}
{{- $quoted = append $quoted (squote .) }}
{{- end }}
{{- join ", " $quoted }}
{{- end }}
