import { describe, expect, it } from 'vitest';
import { newId } from '../../kernel/ids.js';
import { derivedPasswords, mayBeWorkOf } from './derived-password.js';

describe('derivedPasswords', () => {
  it('gives each action its own password, and the same one again', () => {
    const passwordOf = derivedPasswords('secret');
    const [one, other] = [newId(), newId()];

    expect(passwordOf(one)).toBe(passwordOf(one));
    expect(passwordOf(one)).not.toBe(passwordOf(other));
    expect(derivedPasswords('another secret')(one)).not.toBe(passwordOf(one));
  });

  it('has all classes of characters', () => {
    const password = derivedPasswords('secret')(newId());

    for (const each of [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/]) expect(password).toMatch(each);
    expect(password.length).toBe(47);
  });
});

describe('mayBeWorkOf', () => {
  it('leaves ten minutes for clocks that differ', () => {
    const now = Date.now();
    const actionId = newId();

    expect(mayBeWorkOf(actionId, new Date(now))).toBe(true);
    expect(mayBeWorkOf(actionId, new Date(now - 9 * 60_000))).toBe(true);
    expect(mayBeWorkOf(actionId, new Date(now - 11 * 60_000))).toBe(false);
    expect(mayBeWorkOf('no id of ours', new Date(0))).toBe(true);
  });
});
