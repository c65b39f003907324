// Each verb of the store is one script on the keys of one place, in the order of `keysOf`: token, fresh, lease, fence, failure, refused,
// budget. Every lifetime is counted by the server's own clock.

/** ARGV: fence, lease (ms), mark of the refused hash or '', grants of a minute, how long to remember a hash without a token (ms). */
export const claimScript = `
local token, fresh, lease, fence, failure, refused, budget = unpack(KEYS)
local sealed = redis.call('HGET', token, 'sealed')
if ARGV[3] ~= '' and sealed and redis.call('HGET', token, 'mark') == ARGV[3] then
  local left = redis.call('PTTL', token)
  redis.call('DEL', token, fresh)
  if left > 0 then redis.call('SET', refused, '1', 'PX', left) end
  sealed = false
end
local function give() return {'TOKEN', sealed, tostring(redis.call('PTTL', token))} end
if sealed and redis.call('EXISTS', fresh) == 1 then return give() end
local held = redis.call('PTTL', lease)
if held > 0 then
  if sealed then return give() end
  return {'HELD', '', tostring(held)}
end
local pause = redis.call('PTTL', failure)
if pause > 0 then
  if sealed then return give() end
  return {'FAILED', redis.call('GET', failure), tostring(pause)}
end
if tonumber(redis.call('GET', budget) or '0') >= tonumber(ARGV[4]) then
  if sealed then return give() end
  return {'EXHAUSTED', '', tostring(redis.call('PTTL', budget))}
end
redis.call('SET', lease, ARGV[1], 'PX', ARGV[2])
redis.call('SET', fence, ARGV[1], 'PX', 86400000)
if redis.call('INCR', budget) == 1 then redis.call('PEXPIRE', budget, 60000) end
if ARGV[3] ~= '' and not sealed then redis.call('SET', refused, '1', 'PX', ARGV[5], 'NX') end
return {'GRANTED', sealed or '', tostring(sealed and redis.call('PTTL', token) or 0)}`;

/** ARGV: fence, lease (ms). */
export const renewScript = `
if redis.call('GET', KEYS[4]) ~= ARGV[1] then return 'SUPERSEDED' end
redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])
return 'RENEWED'`;

/** ARGV: fence, mark of the token, sealed token, life (ms), freshness (ms). */
export const publishScript = `
local token, fresh, lease, fence, failure, refused = unpack(KEYS)
if redis.call('GET', fence) ~= ARGV[1] then return 'SUPERSEDED' end
if redis.call('EXISTS', refused) == 1 then return 'REFUSED' end
redis.call('DEL', fence, lease, token, fresh, failure)
redis.call('HSET', token, 'mark', ARGV[2], 'sealed', ARGV[3])
redis.call('PEXPIRE', token, ARGV[4])
if tonumber(ARGV[5]) > 0 then redis.call('SET', fresh, '1', 'PX', ARGV[5]) end
return 'PUBLISHED'`;

/** ARGV: fence, sealed failure or '', pause (ms). */
export const giveUpScript = `
if redis.call('GET', KEYS[4]) ~= ARGV[1] then return 'SUPERSEDED' end
redis.call('DEL', KEYS[4], KEYS[3])
if ARGV[2] ~= '' then redis.call('SET', KEYS[5], ARGV[2], 'PX', ARGV[3]) end
return 'ENDED'`;
