// Package process looks into /proc.
package process

import (
	"os"
	"path/filepath"
	"strings"
)

// Running tells whether a process with this command name exists and is not a zombie.
func Running(name string) bool {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		if stat, err := os.ReadFile(file); err == nil && alive(string(stat), name) {
			return true
		}
	}
	return false
}

// alive reads a line of /proc/<pid>/stat: pid, name in parentheses, state.
func alive(stat, name string) bool {
	_, rest, found := strings.Cut(stat, "("+name+") ")
	return found && !strings.HasPrefix(rest, "Z")
}
