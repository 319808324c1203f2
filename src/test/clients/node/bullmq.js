// bullmq as applications use it, against one server: its scripts, streams of events and waits for
// sorted sets. Jobs that succeed, wait for their time, go first, fail, are tried again, are
// repeated, wait for their children, and come no faster than a limit.
'use strict';

const assert = require('node:assert/strict');
const { FlowProducer, Queue, QueueEvents, UnrecoverableError, Worker } = require('bullmq');
const { Tally, fail, until } = require('./jobs.js');

const PLAIN = 200;
const DELAYED = 10;
const STUBBORN = 10;
const HOPELESS = 5;
const WORKERS = 3;

const open = [];

/** Makes one of bullmq's objects, which is closed in the end, and waits until it is connected. */
async function make(Kind, port, ...words) {
  const last = words.length > 0 && typeof words.at(-1) === 'object' ? words.pop() : {};
  const made = new Kind(...words, { connection: { host: '127.0.0.1', port }, ...last });
  made.on('error', fail);
  open.unshift(made);
  await made.waitUntilReady?.();
  return made;
}

async function play(port) {
  await round(port);
  await priorities(port);
  await flow(port);
  await limit(port);
  await scheduler(port);
  for (const each of open) {
    await each.close();
  }
}

async function round(port) {
  const queue = await make(Queue, port, 'round');
  const events = await make(QueueEvents, port, 'round');
  const runs = new Tally();
  const heard = new Tally();
  for (const event of ['completed', 'failed', 'progress']) {
    events.on(event, ({ jobId }) => heard.add(`${event} ${jobId}`));
  }

  const plain = await queue.addBulk(
    Array.from({ length: PLAIN }, (_, n) => ({ name: 'plain', data: { n } })));
  assert.deepEqual(plain.map((job) => job.id), plain.map((_, n) => String(n + 1)));
  for (let n = 0; n < DELAYED; n++) {
    const delay = 300 + 50 * n;
    await queue.add('delayed', { due: Date.now() + delay }, { delay, jobId: `delayed-${n}` });
  }
  for (let n = 0; n < STUBBORN; n++) {
    const backoff = { type: ['fixed', 'exponential'][n % 2], delay: 20 };
    await queue.add(
      'stubborn', { runs: n % 3 + 1 }, { attempts: 3, backoff, jobId: `stubborn-${n}` });
  }
  for (let n = 0; n < HOPELESS; n++) {
    await queue.add('hopeless', {}, { attempts: 2, jobId: `hopeless-${n}` });
  }
  await queue.add('twice', {}, { jobId: 'hopeless-0' });

  for (let i = 0; i < WORKERS; i++) {
    await make(Worker, port, 'round', (job) => run(job, runs), { concurrency: 5 });
  }
  const done = PLAIN + DELAYED + STUBBORN;
  let counts;
  await until(() => `all is done: ${JSON.stringify(counts)}`, async () => {
    counts = await queue.getJobCounts('wait', 'active', 'delayed', 'completed', 'failed');
    return counts.completed === done && counts.failed === HOPELESS;
  });
  assert.deepEqual(
    counts, { wait: 0, active: 0, delayed: 0, completed: done, failed: HOPELESS });

  const jobs = await queue.getJobs(['completed', 'failed']);
  assert.equal(jobs.length, done + HOPELESS);
  const final = (job) => job.name === 'hopeless' ? 'failed' : 'completed';
  await until('all events are heard', () =>
    jobs.every((job) => heard.of(`${final(job)} ${job.id}`) === 1));
  for (const job of jobs) {
    const times = job.name === 'hopeless' ? 1 : job.data.runs ?? 1;
    assert.equal(runs.of(job.id), times, job.id);
    assert.equal(job.attemptsMade, times, job.id);
    assert.equal(await job.getState(), final(job), job.id);
  }
  const first = await queue.getJob('1');
  assert.deepEqual(first.returnvalue, { twice: 0, text: 'grüße €' });
  assert.deepEqual(first.progress, { part: 0 });
  assert.deepEqual((await queue.getJobLogs('1')).logs, ['begun', 'ended']);
  assert.equal(await queue.add('last', { n: 21 }).then((job) => job.waitUntilFinished(events))
    .then((value) => value.twice), 42);
}

async function run(job, runs) {
  runs.add(job.id);
  switch (job.name) {
    case 'delayed':
      assert(Date.now() >= job.data.due, 'not before its time');
      return 'late';
    case 'stubborn':
      if (runs.of(job.id) < job.data.runs) {
        throw new Error('not yet');
      }
      return 'in the end';
    case 'hopeless':
      throw new UnrecoverableError('never');
    default:
      await job.log('begun');
      await job.updateProgress({ part: job.data.n });
      await job.log('ended');
      return { twice: 2 * job.data.n, text: 'grüße €' };
  }
}

/** What is urgent goes first, what is alike in the order in which it came. */
async function priorities(port) {
  const queue = await make(Queue, port, 'priorities');
  await queue.add('c', {}, { priority: 9 });
  await queue.add('a', {}, { priority: 1 });
  await queue.add('d', {}, { priority: 9 });
  await queue.add('b', {}, { priority: 2 });
  const order = [];
  await make(Worker, port, 'priorities', async (job) => { order.push(job.name); });
  await until('all four are run', () => order.length === 4);
  assert.deepEqual(order, ['a', 'b', 'c', 'd']);
}

/** A parent runs once its children are done, and knows what came of them. */
async function flow(port) {
  const parents = await make(Queue, port, 'parents');
  const producer = await make(FlowProducer, port);
  let sum = 0;
  await make(Worker, port, 'parents', async (job) => {
    sum = Object.values(await job.getChildrenValues()).reduce((a, b) => a + b, 0);
    return sum;
  });
  const tree = await producer.add({
    name: 'sum',
    queueName: 'parents',
    children: [1, 2, 3].map((n) => ({ name: 'part', data: { n }, queueName: 'children' })),
  });
  assert.equal(await tree.job.getState(), 'waiting-children');
  await make(Worker, port, 'children', async (job) => job.data.n);
  await until('the parent is done', async () =>
    await (await parents.getJob(tree.job.id)).getState() === 'completed');
  assert.equal(sum, 6);
}

/** At most two jobs in each window of 300 ms begin: ten take four windows at least. */
async function limit(port) {
  const queue = await make(Queue, port, 'limit');
  await queue.addBulk(Array.from({ length: 10 }, () => ({ name: 'limited' })));
  const begin = Date.now();
  let done = 0;
  await make(
    Worker, port, 'limit', async () => { done++; }, { limiter: { max: 2, duration: 300 } });
  await until('all ten are run', () => done === 10);
  assert(Date.now() - begin >= 4 * 300 - 50, 'the limit holds');
}

async function scheduler(port) {
  const queue = await make(Queue, port, 'scheduler');
  let done = 0;
  await make(Worker, port, 'scheduler', async () => { done++; });
  await queue.upsertJobScheduler('often', { every: 100 }, { name: 'tick' });
  assert.equal((await queue.getJobSchedulers()).length, 1);
  await until('it is repeated', () => done >= 3);
  assert.equal(await queue.removeJobScheduler('often'), true);
  await queue.obliterate({ force: true });
  assert.equal(await queue.getJobCountByTypes('completed', 'delayed', 'wait'), 0);
}

play(Number(process.argv[2]))
  .then(() => console.log('bullmq: the round is complete'))
  .catch(fail);
