import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRedirectUri } from '@holdfast/authority';

describe('an address to register', () => {
  it('is https anywhere, or http on loopback', () => {
    const good = [
      'https://app.example/signed-in?from=authority',
      'https://app.example',
      'http://localhost:5173/redirect.html',
      'http://127.0.0.1/',
      'https://[::1]:7000/in',
    ];
    for (const text of good) assert.equal(isRedirectUri(text), true, text);
  });

  it('has no fragment, no user information, no other scheme, and nothing that two readers could read differently', () => {
    const bad = [
      '',
      'app.example',
      '/signed-in',
      'http://app.example/',
      'http://localhost.thief.example/',
      'https://app.example/#',
      'https://ada@app.example/',
      'https://:secret@app.example/',
      'javascript:alert(1)',
      'data:text/html,x',
      'com.example.app:/signed-in',
      'https://app.example/ü',
      'https://аpp.example/',
      'https://app.example/a b',
      ' https://app.example/',
      'https://app.example/\n',
      'https://app.example/\r\nset-cookie:a=b',
      'https:\\\\app.example/',
      'https://app.example\\@thief.example/',
      'https://app.example/\0',
      'https://app.example;script-src/',
      'https://app.example,x.example/',
      'https://*.example/',
      "https://'self'/",
    ];
    for (const text of bad) assert.equal(isRedirectUri(text), false, JSON.stringify(text));
  });
});
