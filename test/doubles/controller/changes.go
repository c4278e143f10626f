package main

import (
	"slices"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
)

// change reacts to an object that came (no old one), went (no current one) or differs.
type change func(old, current any)

func (s *Store) handle(informer cache.SharedIndexInformer, react change) {
	_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(current any) { react(nil, current) },
		UpdateFunc: func(old, current any) {
			if !equality.Semantic.DeepEqual(old, current) {
				react(old, current)
			}
		},
		DeleteFunc: func(old any) {
			if unknown, ok := old.(cache.DeletedFinalStateUnknown); ok {
				old = unknown.Obj
			}
			react(old, nil)
		},
	})
	if err != nil {
		klog.Fatal(err)
	}
}

func (s *Store) onChange(_, _ any) { s.changed() }

func (s *Store) onConfigMap(old, current any) {
	object, reason := either(old, current)
	configMap, ok := object.(*core.ConfigMap)
	if !ok {
		return
	}
	key := configMap.Namespace + "/" + configMap.Name
	if slices.Contains([]string{s.options.ConfigMap, s.options.TCPConfigMap, s.options.UDPConfigMap}, key) {
		s.recorder.Eventf(configMap, core.EventTypeNormal, reason, "ConfigMap %s", key)
		s.changed()
	}
}

func (s *Store) onIngress(old, current any) {
	if ingress, ok := current.(*networking.Ingress); ok && s.owns(ingress) {
		s.tell(old, ingress)
	}
	s.changed()
}

// tell writes why an Ingress is left out, or an event on the one that is taken over.
func (s *Store) tell(old any, ingress *networking.Ingress) {
	if err := takeOver(ingress, s.Settings(), s.options); err != nil {
		klog.Errorf("ignoring Ingress %s/%s: %v", ingress.Namespace, ingress.Name, err)
		return
	}
	if !s.options.DisableSyncEvents && !onlyStatus(old, ingress) {
		s.recorder.Event(ingress, core.EventTypeNormal, "Sync", "Scheduled for sync")
	}
}

func onlyStatus(old any, current *networking.Ingress) bool {
	before, ok := old.(*networking.Ingress)
	return ok && equality.Semantic.DeepEqual(before.Spec, current.Spec) &&
		equality.Semantic.DeepEqual(before.Annotations, current.Annotations)
}

func either(old, current any) (object any, reason string) {
	switch {
	case old == nil:
		return current, "CREATE"
	case current == nil:
		return old, "DELETE"
	}
	return current, "UPDATE"
}
