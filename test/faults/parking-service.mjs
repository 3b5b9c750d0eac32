// The built service in a process of its own that stops at each step of an action until its parent
// says "go". This is a composition root of its own: the service has no switch for it.
import { env } from 'node:process';
import { join } from 'node:path';

const load = (file) => import(join(env.AUTHWARDEN_DIST, 'src', file));
const { createApp } = await load('create-app.js');
const { readSettings } = await load('platform/config/settings.js');
const { ActionWaypoints } = await load('response/action-waypoints.js');

const app = await createApp(readSettings(env), env.DATABASE_URL);
const parked = new Map();
app.get(ActionWaypoints, { strict: false }).observe(
  (waypoint, actionId) =>
    new Promise((go) => {
      parked.set(`${waypoint} ${actionId}`, go);
      process.send({ waypoint, actionId });
    }),
);
process.on('message', ({ waypoint, actionId }) => parked.get(`${waypoint} ${actionId}`)?.());
process.once('disconnect', () => process.exit(1));
await app.listen(0, '127.0.0.1');
process.send({ url: await app.getUrl() });
