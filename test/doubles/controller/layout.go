package main

import "path/filepath"

// Layout says where the controller's files are.
type Layout struct {
	// Root is "/" in the image and a scratch folder in tests.
	Root string
	// Modules holds nginx's dynamic modules for Lua, LuaPath its libraries.
	Modules, LuaPath string
}

// imageLayout is the layout inside the image, with the paths of the real one.
var imageLayout = Layout{Root: "/", Modules: "/usr/lib/nginx/modules", LuaPath: "/usr/share/lua/5.1/?.lua"}

// Config is the file that nginx runs on.
func (l Layout) Config() string { return filepath.Join(l.Root, "etc/nginx/nginx.conf") }

// Lua is the folder of our own Lua files.
func (l Layout) Lua() string { return filepath.Join(l.Root, "etc/nginx/lua") }

// Temp is the only folder below /tmp that is used; the image brings it.
func (l Layout) Temp() string { return filepath.Join(l.Root, "tmp/nginx") }

// PID is where nginx writes its process id.
func (l Layout) PID() string { return filepath.Join(l.Temp(), "nginx.pid") }

// Certificates is made at start, together with Auth.
func (l Layout) Certificates() string { return filepath.Join(l.Root, "etc/ingress-controller/ssl") }

// DefaultCertificate is the file that nginx reads at each reload; handshakes use what was handed over.
func (l Layout) DefaultCertificate() string {
	return filepath.Join(l.Certificates(), "default-fake-certificate.pem")
}

// Auth stays empty in this version.
func (l Layout) Auth() string { return filepath.Join(l.Root, "etc/ingress-controller/auth") }

// Telemetry is written at each reload into a folder that nobody makes but the image.
func (l Layout) Telemetry() string {
	return filepath.Join(l.Root, "etc/ingress-controller/telemetry/opentelemetry.toml")
}
