package main

import (
	networking "k8s.io/api/networking/v1"
)

// classAnnotation is the old way to choose a class.
const classAnnotation = "kubernetes.io/ingress.class"

// ClassRules says which Ingresses are ours.
// Source: kubernetes/ingress-nginx internal/ingress/controller/store (GetIngressClass).
type ClassRules struct {
	Controller, Annotation string
	WithoutClass, ByName   bool
	// Ignore is set when the API server forbids listing IngressClasses.
	Ignore bool
}

// ownsClass tells whether the class names this controller.
func (r ClassRules) ownsClass(class *networking.IngressClass) bool {
	return class.Spec.Controller == r.Controller || r.ByName && class.Name == r.Annotation
}

// owns tells whether the Ingress is served: by spec.ingressClassName first, then by the old annotation,
// then by the flag for Ingresses without a class. find returns nil for a class that does not exist.
func (r ClassRules) owns(ingress *networking.Ingress, find func(name string) *networking.IngressClass) bool {
	if name := ingress.Spec.IngressClassName; name != nil && !r.Ignore {
		class := find(*name)
		return class != nil && r.ownsClass(class)
	}
	if value, present := ingress.Annotations[classAnnotation]; present {
		return value == "" || value == r.Annotation
	}
	return r.WithoutClass
}
