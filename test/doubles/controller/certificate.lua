-- Chooses the certificate of each handshake from what the controller hands over, so that it changes without a reload.
-- Source of the division of labour: kubernetes/ingress-nginx rootfs/etc/nginx/lua/certificate.lua.
local ssl = require("ngx.ssl")
local shared = ngx.shared.certificates

local M = {}
local names, parsed, seen = {}, {}, nil

-- Each worker reads the names again when their version has changed.
local function refresh()
  local version = shared:get("version")
  if version == seen then return end
  names, parsed, seen = {}, {}, version
  for host, id in (shared:get("servers") or ""):gmatch("(%S+) (%S+)\n") do names[host] = id end
end

local function find(host)
  host = host:lower():gsub("%.$", "")
  return names[host] or names[host:gsub("^[^.]*", "*", 1)]
end

local function pair(id)
  if not parsed[id] then
    local pem = shared:get("pem " .. id)
    if not pem then return nil end
    parsed[id] = { certificate = assert(ssl.parse_pem_cert(pem)), key = assert(ssl.parse_pem_priv_key(pem)) }
  end
  return parsed[id]
end

-- A host without a certificate gets the default one; without any, nginx goes on with the file of its configuration.
function M.call()
  refresh()
  local id = find(ssl.server_name() or "_") or names._
  local found = id and pair(id)
  if not found then return ngx.log(ngx.ERR, "no certificate handed over yet, using the file") end
  ssl.clear_certs()
  local ok, problem = ssl.set_cert(found.certificate)
  if ok then ok, problem = ssl.set_priv_key(found.key) end
  if not ok then ngx.log(ngx.ERR, "certificate refused: ", problem) end
end

-- Takes lines of two kinds: certificate <id> <base64 of the PEM>, server <host> <id>.
function M.configure()
  ngx.req.read_body()
  local body, servers = ngx.req.get_body_data() or "", {}
  for _, key in ipairs(shared:get_keys(0)) do
    if key:sub(1, 4) == "pem " then shared:delete(key) end
  end
  for id, pem in body:gmatch("certificate (%S+) (%S+)\n") do
    local ok, problem = shared:safe_set("pem " .. id, ngx.decode_base64(pem))
    if not ok then
      ngx.log(ngx.ERR, "certificate not stored: ", problem)
      return ngx.exit(ngx.HTTP_INTERNAL_SERVER_ERROR)
    end
  end
  for host, id in body:gmatch("server (%S+) (%S+)\n") do servers[#servers + 1] = host .. " " .. id .. "\n" end
  shared:set("servers", table.concat(servers))
  shared:incr("version", 1, 0)
  return ngx.exit(ngx.HTTP_CREATED)
end

return M
