import type { Helpdesk } from './domain/helpdesk.js';
import type { HelpdeskTest } from './helpdesk-test.service.js';
import type { HelpdeskTestView, HelpdeskView } from './helpdesks.schemas.js';

/** A helpdesk as the API shows it. */
export function helpdeskView(helpdesk: Helpdesk): HelpdeskView {
  const { id, name, kind, settings, rules, templates, inbound, enabled, problem, createdAt } =
    helpdesk;
  return {
    id,
    name,
    kind,
    settings: { ...settings },
    rules: [...rules],
    templates: { ...templates },
    inbound: { ...inbound },
    enabled,
    problem: problem ?? null,
    createdAt: createdAt.toISOString(),
  };
}

/** What a test found, as the API shows it. */
export function helpdeskTestView(test: HelpdeskTest): HelpdeskTestView {
  const { reachable, tookMs } = test;
  return test.reachable
    ? { reachable, product: test.product, caveats: [...test.caveats], problem: null, tookMs }
    : { reachable, product: null, caveats: [], problem: test.problem, tookMs };
}
