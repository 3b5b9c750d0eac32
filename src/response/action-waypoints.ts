import { Injectable } from '@nestjs/common';

/** The steps of an action between which a process, the database or the directory may die. */
export const WAYPOINTS = [
  /** The row is committed, and the queue doesn't know of it yet. */
  'action.written',
  /** A worker has made it its own. */
  'action.claimed',
  /** A temporary password is sealed in its row, and the directory doesn't have it. */
  'password.sealed',
  /** What the directory said before is in the row. */
  'action.snapshot-taken',
  /** The directory has acted and was read back; the row doesn't say so. */
  'connector.acted',
  /** Row and account say so in a transaction that isn't committed. */
  'action.recording',
  /** Committed; the job isn't done with. */
  'action.recorded',
] as const;
export type Waypoint = (typeof WAYPOINTS)[number];

/** Told of each step; the action waits for it. */
export type WaypointObserver = (waypoint: Waypoint, actionId: string) => Promise<void>;

/**
 * Where actions say how far they have come. Nobody listens, unless whoever composes the process
 * hands an observer over: nothing that comes from outside can.
 */
@Injectable()
export class ActionWaypoints {
  private observer: WaypointObserver | undefined;

  observe(observer: WaypointObserver): void {
    this.observer = observer;
  }

  async reach(waypoint: Waypoint, actionId: string): Promise<void> {
    await this.observer?.(waypoint, actionId);
  }
}
