// bee-queue's queues as applications make them.
'use strict';

const Queue = require('bee-queue');
const { fail } = require('./jobs.js');

/** How long a worker may be silent about a job until it is taken from it. */
const STALL_MS = 3000;

/** A queue as a worker has it. An error that nobody expects ends the program. */
function worker(port, name, settings) {
  return strict(
    new Queue(name, {
      redis: { host: '127.0.0.1', port },
      stallInterval: STALL_MS,
      activateDelayedJobs: true,
      delayedDebounce: 50,
      ...settings,
    }));
}

/** A queue as a producer has it, which hears of its jobs. */
function producer(port, name) {
  return worker(port, name, { isWorker: false, activateDelayedJobs: false });
}

function strict(queue) {
  queue.expectedErrors = () => false;
  queue.on('error', (error) => {
    if (!queue.expectedErrors(error)) {
      fail(error);
    }
  });
  return queue;
}

module.exports = { producer, worker };
