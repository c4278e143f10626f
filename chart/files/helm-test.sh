# What the pod of `helm test` runs: a backend, and a client that reaches it through the controller.
# Environment: RELEASE, ENTRY_HOST and ENTRY_PORT (where the controller listens), HOST (the test's Ingress),
# INSPECTED (true: the agent must have seen the request; false: it must not), PROXY_PROTOCOL (true or false).
set -u
folder=/tmp/helm-test
attempts=30
# The Ingress may need a while to be served, but once the backend is reached the verdict does not change by waiting.
patience=5

# Temporary folders for each kind of upstream that this nginx was built with: the default ones may be read-only.
temporary_paths() {
  local built kind
  built=$(nginx -V 2>&1)
  for kind in proxy fastcgi scgi uwsgi; do
    [[ $built == *"--without-http_${kind}_module"* ]] || echo "${kind}_temp_path $folder/$kind;"
  done
}

start_backend() {
  mkdir -p "$folder"
  cat >"$folder/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $folder/nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  client_body_temp_path $folder/body;
  $(temporary_paths)
  server {
    listen 8080;
    location / { return 200 "agent response: [\$http_x_sigsci_agentresponse]\n"; }
  }
}
CONF
  nginx -c "$folder/nginx.conf" &
  backend=$!
  trap 'kill "$backend" 2>/dev/null' EXIT
}

# Sends one request; its answer goes to $answer, which stays empty when there is no connection.
request() {
  local line opening=''
  answer=''
  [[ $PROXY_PROTOCOL == true ]] && opening=$'PROXY TCP4 192.0.2.1 192.0.2.2 40000 80\r\n'
  { exec 3<>"/dev/tcp/$ENTRY_HOST/$ENTRY_PORT"; } 2>/dev/null || return
  printf '%sGET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$opening" "$HOST" >&3
  while IFS= read -r -t 5 line <&3; do answer+=${line%$'\r'}$'\n'; done
  exec 3<&- 3>&-
}

# Puts what the answer means into $outcome. Returns 0 when it is what this release promises.
judge() {
  local status=${answer%%$'\n'*} seen
  if [[ -z $answer ]]; then outcome='no connection'; return 1; fi
  if [[ ! $answer =~ 'agent response: ['([^]]*)']' ]]; then outcome="not the backend: $status"; return 1; fi
  seen=${BASH_REMATCH[1]}
  if [[ -n $seen ]]; then
    outcome="the backend, with X-SigSci-AgentResponse: $seen"
    [[ $INSPECTED == true ]]
  else
    outcome='the backend, without X-SigSci-AgentResponse: not inspected'
    [[ $INSPECTED == false ]]
  fi
}

start_backend
echo "GET http://$HOST/ through $ENTRY_HOST:$ENTRY_PORT; an inspected request is expected: $INSPECTED"
said=''
misjudged=0
for ((attempt = 1; attempt <= attempts; attempt++)); do
  request
  if judge; then
    echo "attempt $attempt reached $outcome"
    echo "PASSED: release $RELEASE"
    exit 0
  fi
  [[ $outcome == "$said" ]] || echo "attempt $attempt reached $outcome"
  said=$outcome
  [[ $outcome == 'the backend'* ]] && ((++misjudged == patience)) && break
  sleep 2
done
echo "FAILED: release $RELEASE, after $((attempt > attempts ? attempts : attempt)) attempts the last one reached $outcome"
echo 'Look at the logs of the containers controller and sigsci-agent, and at: kubectl get pods,ingress'
exit 1
