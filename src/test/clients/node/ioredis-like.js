// What ioredis and iovalkey, which comes of it, have alike.
'use strict';

const { named } = require('./round.js');

/** Connects `redis`, which connects lazily. */
async function adapt(redis) {
  await redis.connect();
  const entries = async (...words) => (await redis.function('LIST', ...words)).map(named);
  return {
    load: (source, replace) =>
      replace ? redis.function('LOAD', 'REPLACE', source) : redis.function('LOAD', source),
    list: async () =>
      Object.fromEntries(
        (await entries()).map((library) => [
          library.library_name,
          library.functions.map((f) => named(f).name),
        ])),
    source: async (library) =>
      (await entries('LIBRARYNAME', library, 'WITHCODE'))[0].library_code,
    call: (name, keys, args) => redis.fcall(name, keys.length, ...keys, ...args),
    callReadOnly: (name, keys, args) => redis.fcall_ro(name, keys.length, ...keys, ...args),
    dump: () => redis.functionBuffer('DUMP'),
    restore: (payload, policy) => redis.function('RESTORE', payload, policy),
    delete: (library) => redis.function('DELETE', library),
    flush: () => redis.function('FLUSH'),
    kill: () => redis.function('KILL'),
    stats: async () => {
      const engine = named(named(named(await redis.function('STATS')).engines).LUA);
      return { libraries: engine.libraries_count, functions: engine.functions_count };
    },
    close: () => redis.quit(),
  };
}

module.exports = { adapt };
