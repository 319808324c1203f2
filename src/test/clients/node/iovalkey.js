// iovalkey, with its defaults (argument: port).
'use strict';

const { Redis } = require('iovalkey');
const { adapt } = require('./ioredis-like.js');
const { main } = require('./round.js');

main('iovalkey', (port) => adapt(new Redis({ port, host: '127.0.0.1', lazyConnect: true })));
