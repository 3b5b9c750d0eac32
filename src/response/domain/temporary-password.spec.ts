import { describe, expect, it } from 'vitest';
import { newTemporaryPassword } from './temporary-password.js';

describe('a temporary password', () => {
  const many = Array.from({ length: 500 }, newTemporaryPassword);

  it('has every class of characters that directories ask for', () => {
    for (const password of many) {
      expect(password).toMatch(/^[A-Za-z\d]{4}(-[A-Za-z\d]{4}){3}$/);
      for (const kind of [/[A-Z]/, /[a-z]/, /\d/, /-/]) expect(password).toMatch(kind);
    }
  });

  it('has no characters that people mistake for others', () => {
    expect(many.join('')).not.toMatch(/[0OoIl15S]/);
  });

  it('is another one each time', () => {
    expect(new Set(many).size).toBe(many.length);
  });
});
