package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	discoverylisters "k8s.io/client-go/listers/discovery/v1"
	networkinglisters "k8s.io/client-go/listers/networking/v1"
	"k8s.io/client-go/tools/record"
	"k8s.io/klog/v2"
)

// Store mirrors the API objects that the configuration is made of.
// Source of what is listed and watched: kubernetes/ingress-nginx internal/ingress/controller/store/store.go.
type Store struct {
	options  Options
	classes  ClassRules
	recorder record.EventRecorder
	// settle is the pause before the Ingresses are listed.
	settle time.Duration
	// changed is called after every change that may alter the configuration.
	changed func()

	factories []informers.SharedInformerFactory
	ingresses informers.SharedInformerFactory
	ingress   networkinglisters.IngressLister
	class     networkinglisters.IngressClassLister
	service   corelisters.ServiceLister
	secret    corelisters.SecretLister
	configMap corelisters.ConfigMapLister
	namespace corelisters.NamespaceLister
	slices    discoverylisters.EndpointSliceLister

	// reading guards the settings and the ConfigMap that they were read from.
	reading  sync.Mutex
	settings Settings
	latest   *core.ConfigMap
}

// NewStore reads the configuration's ConfigMap once and prepares the informers. A ConfigMap that cannot be
// read is only a warning: the controller then starts on the defaults, as the real one does.
func NewStore(client kubernetes.Interface, options Options, classes ClassRules, recorder record.EventRecorder, changed func()) *Store {
	store := &Store{options: options, classes: classes, recorder: recorder, settle: time.Second, changed: changed}
	namespace, name, _ := splitKey(options.ConfigMap)
	configuration, err := client.CoreV1().ConfigMaps(namespace).Get(context.Background(), name, meta.GetOptions{})
	if err != nil {
		klog.Warningf("Unexpected error reading configuration configmap: %v", err)
		configuration = &core.ConfigMap{}
	}
	store.settings = ReadSettings(configuration.Data)
	store.prepare(client)
	return store
}

func (s *Store) prepare(client kubernetes.Interface) {
	factory := func(tweak func(*meta.ListOptions)) informers.SharedInformerFactory {
		return informers.NewSharedInformerFactoryWithOptions(client, 0,
			informers.WithNamespace(s.options.WatchNamespace), informers.WithTweakListOptions(tweak))
	}
	plain := factory(nil)
	secrets := factory(func(o *meta.ListOptions) { o.FieldSelector = "type!=helm.sh/release.v1" })
	configMaps := factory(func(o *meta.ListOptions) { o.LabelSelector = "OWNER!=TILLER" })
	s.ingresses = factory(nil)
	s.factories = []informers.SharedInformerFactory{plain, secrets, configMaps}

	s.service, s.slices = plain.Core().V1().Services().Lister(), plain.Discovery().V1().EndpointSlices().Lister()
	s.secret, s.configMap = secrets.Core().V1().Secrets().Lister(), configMaps.Core().V1().ConfigMaps().Lister()
	s.ingress = s.ingresses.Networking().V1().Ingresses().Lister()
	s.handle(plain.Core().V1().Services().Informer(), s.onChange)
	s.handle(plain.Discovery().V1().EndpointSlices().Informer(), s.onChange)
	s.handle(secrets.Core().V1().Secrets().Informer(), s.onChange)
	s.handle(configMaps.Core().V1().ConfigMaps().Informer(), s.onConfigMap)
	s.handle(s.ingresses.Networking().V1().Ingresses().Informer(), s.onIngress)
	if !s.classes.Ignore {
		s.class = plain.Networking().V1().IngressClasses().Lister()
		s.handle(plain.Networking().V1().IngressClasses().Informer(), s.onChange)
	}
	if !s.options.NamespaceSelector.Empty() {
		s.namespace = plain.Core().V1().Namespaces().Lister()
		s.handle(plain.Core().V1().Namespaces().Informer(), s.onChange)
	}
}

// Run starts the informers and returns when all have their first list. Ingresses come last and a second
// later, because reading them needs the rest.
func (s *Store) Run(stop <-chan struct{}) {
	for _, factory := range s.factories {
		factory.Start(stop)
	}
	for _, factory := range s.factories {
		factory.WaitForCacheSync(stop)
	}
	time.Sleep(s.settle)
	s.ingresses.Start(stop)
	s.ingresses.WaitForCacheSync(stop)
}

// Settings returns the current configuration, read anew only when the ConfigMap has changed. In a controller scoped to
// another namespace the informer never sees the ConfigMap, so that what was read at start stays: measured on the real one.
func (s *Store) Settings() Settings {
	s.reading.Lock()
	defer s.reading.Unlock()
	namespace, name, _ := splitKey(s.options.ConfigMap)
	if configMap, err := s.configMap.ConfigMaps(namespace).Get(name); err == nil && configMap != s.latest {
		s.latest, s.settings = configMap, ReadSettings(configMap.Data)
	}
	return s.settings
}

// Ingresses returns the Ingresses of our class that may be taken over.
func (s *Store) Ingresses() []*networking.Ingress {
	all, _ := s.ingress.List(labels.Everything())
	ours, settings := []*networking.Ingress{}, s.Settings()
	for _, ingress := range all {
		if s.owns(ingress) && takeOver(ingress, settings, s.options) == nil {
			ours = append(ours, ingress)
		}
	}
	return ours
}

func (s *Store) owns(ingress *networking.Ingress) bool {
	return s.watches(ingress.Namespace) && s.hasOurClass(ingress)
}

func (s *Store) hasOurClass(ingress *networking.Ingress) bool {
	return s.classes.owns(ingress, func(name string) *networking.IngressClass {
		class, err := s.class.Get(name)
		if err != nil {
			return nil
		}
		return class
	})
}

func (s *Store) watches(name string) bool {
	if s.namespace == nil {
		return true
	}
	namespace, err := s.namespace.Get(name)
	return err == nil && s.options.NamespaceSelector.Matches(labels.Set(namespace.Labels))
}

// Secret returns nil when there is none.
func (s *Store) Secret(namespace, name string) *core.Secret {
	secret, err := s.secret.Secrets(namespace).Get(name)
	if err != nil {
		return nil
	}
	return secret
}

// Data returns the data of a ConfigMap given as namespace/name, or nothing.
func (s *Store) Data(key string) map[string]string {
	if key == "" {
		return nil
	}
	namespace, name, _ := splitKey(key)
	configMap, err := s.configMap.ConfigMaps(namespace).Get(name)
	if err != nil {
		klog.Warningf("Error reading ConfigMap %q from local store: %v", key, err)
		return nil
	}
	return configMap.Data
}

// Service returns nil when there is none.
func (s *Store) Service(namespace, name string) *core.Service {
	service, err := s.service.Services(namespace).Get(name)
	if err != nil {
		return nil
	}
	return service
}

// EndpointSlices returns the slices of a Service.
func (s *Store) EndpointSlices(namespace, service string) []*discovery.EndpointSlice {
	slices, _ := s.slices.EndpointSlices(namespace).List(labels.SelectorFromSet(labels.Set{discovery.LabelServiceName: service}))
	return slices
}

// splitKey cuts namespace/name.
func splitKey(key string) (namespace, name string, err error) {
	parts := strings.Split(key, "/")
	if len(parts) != 2 {
		return "", "", fmt.Errorf("invalid format (namespace/name) found in %q", key)
	}
	return parts[0], parts[1], nil
}
