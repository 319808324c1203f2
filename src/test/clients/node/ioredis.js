// ioredis, with its defaults (argument: port), or with a protocol (port, then 2 or 3).
'use strict';

const { Redis } = require('ioredis');
const { adapt } = require('./ioredis-like.js');
const { main } = require('./round.js');

main('ioredis', (port, protocol) => {
  const options = { port, host: '127.0.0.1', lazyConnect: true };
  if (protocol) {
    options.protocol = Number(protocol);
  }
  return adapt(new Redis(options));
});
