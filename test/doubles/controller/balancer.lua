-- Chooses the endpoint of each request from a list that the controller hands over, so that pods come and go
-- without a reload. The list outlives reloads in shared memory: one line a backend, its name and host:port words.
-- Source of the division of labour: kubernetes/ingress-nginx rootfs/etc/nginx/lua/balancer.lua.
local upstream = require("ngx.balancer")
local shared = ngx.shared.endpoints

local M = {}
local backends, seen, turns = {}, nil, {}

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = word end
  return list
end

-- Each worker reads the list again when its version has changed.
local function endpoints(name)
  local version = shared:get("version")
  if version ~= seen then
    backends, seen = {}, version
    for line in (shared:get("backends") or ""):gmatch("[^\n]+") do
      local list = words(line)
      backends[table.remove(list, 1)] = list
    end
  end
  return backends[name]
end

-- Without an endpoint the answer is 503, as in the real controller. With the PROXY protocol and forwarded headers the
-- client's address is looked for in a header of both, which is made here, before nginx replaces the address.
function M.rewrite(intermediate)
  if intermediate ~= "" then
    local claimed, spoken = ngx.var.http_x_forwarded_for, ngx.var.proxy_protocol_addr
    ngx.req.set_header(intermediate, claimed and claimed .. ", " .. spoken or spoken)
  end
  local list = endpoints(ngx.var.proxy_upstream_name)
  if not list or #list == 0 then return ngx.exit(ngx.HTTP_SERVICE_UNAVAILABLE) end
end

function M.balance()
  local name = ngx.var.proxy_upstream_name
  local list = endpoints(name)
  if not list or #list == 0 then return ngx.exit(ngx.HTTP_SERVICE_UNAVAILABLE) end
  local turn = (turns[name] or math.random(#list)) % #list + 1
  turns[name] = turn
  upstream.set_more_tries(1)
  local ok, problem = upstream.set_current_peer(list[turn])
  if not ok then ngx.log(ngx.ERR, "endpoint ", list[turn], " refused: ", problem) end
end

-- Takes nginx's name from the answer and tells TLS clients to stay with TLS, each unless the settings say otherwise.
function M.headers(hide, transport)
  if hide then ngx.header["Server"] = nil end
  if transport ~= "" and ngx.var.scheme == "https" then ngx.header["Strict-Transport-Security"] = transport end
end

function M.configure()
  ngx.req.read_body()
  local body = ngx.req.get_body_data() or ""
  local ok, problem = shared:safe_set("backends", body)
  if not ok then
    ngx.log(ngx.ERR, "endpoints not stored: ", problem)
    return ngx.exit(ngx.HTTP_INTERNAL_SERVER_ERROR)
  end
  shared:incr("version", 1, 0)
  return ngx.exit(ngx.HTTP_CREATED)
end

function M.initialized()
  if not shared:get("version") then return ngx.exit(ngx.HTTP_INTERNAL_SERVER_ERROR) end
  ngx.say("OK")
end

return M
