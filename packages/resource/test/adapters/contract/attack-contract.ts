import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openRawConnection } from '@holdfast/testing';
import { origin, signRequest } from '../../fixture/people.ts';
import type { Platform } from './guarded-api.ts';
import { accessToken, judge, prove } from './judged.ts';

/** Ways around a guard that frameworks have offered: none may lead to a route. */
export function attackContract(platform: Platform): void {
  suite(`${platform.name}: ways around the guard`, () => {
    test('another spelling of the path is not the path that was signed', async (t) => {
      const { refused, passed, reached, ask } = await judge(t, platform);
      await passed('order', { target: '/orders/a%2Fb', lines: await prove({ target: '/orders/a%2Fb' }) });
      await passed('orders', { target: '/orders?a=1&b=2', lines: await prove({ target: '/orders?a=1&b=2' }) });
      for (const [target, signed] of [
        ['/orders/a%2fb', '/orders/a%2Fb'],
        ['/orders/a%2Fb', '/orders/a/b'],
        ['/orders/%61', '/orders/a'],
        ['/Orders', '/orders'],
        ['/ORDERS', '/orders'],
        ['/orders/', '/orders'],
        ['//orders', '/orders'],
        ['/orders//', '/orders'],
        ['/v1//deep', '/v1/deep'],
        ['/v1/deep/', '/v1/deep'],
        ['/v1/%64eep', '/v1/deep'],
        ['/%6Frders', '/orders'],
        ['/orders;a=1', '/orders'],
        ['/orders%3Fa', '/orders'],
        ['/orders%00', '/orders'],
        ['/orders?admin', '/orders'],
        ['/orders?x=', '/orders'],
        ['/orders?a=2', '/orders?a=1'],
        ['/orders/..%2Forders', '/orders'],
        ['/v1/deep', '/orders'],
      ] as const) {
        const answer = await refused({ target, lines: await prove({ target: signed }) });
        assert.ok([400, 401, 404].includes(answer.status), `${target}: ${answer.outcome}`);
      }
      // Without a proof, no spelling finds a route either.
      for (const target of [
        '/Orders',
        '/orders/',
        '//orders',
        '/orders//',
        '/v1/..;/orders',
        '/./orders',
        '/v1/../orders',
        '/%6Frders',
      ]) {
        const { status } = await refused({ target });
        assert.ok([400, 401, 404].includes(status), target);
      }
      // Dot segments: the wire is compared with the wire, and elsewhere with what the router sees.
      const dots = await ask({ target: '/v1/../orders', lines: await prove() });
      assert.equal(dots.outcome === 'accepted', !platform.seesTheWire);
      assert.equal(reached.length, platform.seesTheWire ? 0 : 1);
    });

    test('a target in absolute form', async (t) => {
      const { ask, reached } = await judge(t, platform);
      await ask({ target: `${origin}/orders` });
      assert.deepEqual(reached, []);
      if (!platform.seesTheWire) return;
      const { outcome } = await ask({ target: `${origin}/orders`, lines: await prove() });
      assert.ok(['ERR_INCOMING_TARGET', '404'].includes(outcome), outcome);
      assert.deepEqual(reached, []);
    });

    test('Host and forwarding headers choose nothing', async (t) => {
      const { passed, refused } = await judge(t, platform);
      const spoofed = [
        'X-Forwarded-Host',
        'spoofed.example',
        'X-Forwarded-Proto',
        'https',
        'X-Original-URL',
        '/v1/deep',
      ];
      const [name = '', value = ''] = await prove();
      await passed('orders', { lines: [name, value, ...spoofed] });
      const proof = await signFor('https://spoofed.example/orders');
      assert.equal((await refused({ lines: ['Authorization', proof, ...spoofed] })).outcome, 'ERR_SHR_HOST');
    });

    test('two Authorization lines, in any order and letter case', async (t) => {
      const { refused } = await judge(t, platform);
      const [, proof = ''] = await prove();
      for (const lines of [
        ['Authorization', proof, 'authorization', `Bearer ${accessToken}`],
        ['AUTHORIZATION', `Bearer ${accessToken}`, 'Authorization', proof],
        ['Authorization', proof, 'Authorization', proof],
        ['Authorization', `${proof}, Bearer ${accessToken}`],
      ]) {
        const { status, outcome } = await refused({ lines });
        assert.equal(status, 400);
        assert.match(outcome, /^ERR_CREDENTIAL_(?:REPEATED|MALFORMED)$/);
      }
    });

    test('HEAD and OPTIONS are methods like others', async (t) => {
      const { refused, passed } = await judge(t, platform);
      assert.equal((await refused({ method: 'HEAD' })).status, 401);
      assert.equal((await refused({ method: 'HEAD', lines: await prove({ method: 'GET' }) })).status, 401);
      assert.equal((await passed('orders', { method: 'HEAD', lines: await prove({ method: 'HEAD' }) })).body, '');
      assert.equal((await refused({ method: 'OPTIONS' })).status, 401);
      assert.equal((await refused({ method: 'OPTIONS', lines: await prove() })).outcome, 'ERR_SHR_METHOD');
      await passed('options', { method: 'OPTIONS', lines: await prove({ method: 'OPTIONS' }) });
      const override = ['X-HTTP-Method-Override', 'GET'];
      assert.ok((await refused({ method: 'DELETE', lines: [...(await prove()), ...override] })).status >= 400);
    });

    test('a request that asks for an upgrade is judged like any other', async (t) => {
      const { port, reached } = await judge(t, platform);
      const upgrade = 'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n';
      const connection = await openRawConnection({ port });
      await connection.send(`GET /orders HTTP/1.1\r\nhost: x\r\n${upgrade}\r\n`);
      assert.deepEqual(await connection.answered(), [401]);
      const h2c = await openRawConnection({ port });
      await h2c.send(
        'GET /orders HTTP/1.1\r\nhost: x\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: \r\n\r\n',
      );
      assert.deepEqual(await h2c.answered(), [401]);
      assert.deepEqual(reached, []);
    });

    test('a client that hangs up before it is answered', async (t) => {
      const { port, reached, passed } = await judge(t, platform);
      for (const wait of [0, 1, 5]) {
        const connection = await openRawConnection({ port });
        await connection.send(`GET /orders HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${accessToken}\r\n\r\n`);
        await new Promise((resolve) => setTimeout(resolve, wait));
        connection.destroy();
        const body = await openRawConnection({ port });
        const [, proof] = await prove({ method: 'POST', body: Buffer.from('{"a":1}') });
        await body.send(`POST /orders HTTP/1.1\r\nhost: x\r\nauthorization: ${proof}\r\ncontent-length: 7\r\n\r\n{"a"`);
        await new Promise((resolve) => setTimeout(resolve, wait));
        body.destroy();
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.deepEqual(reached, []);
      await passed('orders', { lines: await prove() });
    });

    test('a connection goes on after a refusal, body or none, and what follows is judged by itself', async (t) => {
      const { port, reached } = await judge(t, platform);
      const connection = await openRawConnection({ port });
      const [, long] = await prove({ method: 'POST', body: Buffer.from('{}') });
      const [, good] = await prove();
      const post = 'POST /orders HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
      await connection.send(`${post}content-length: 3000\r\nauthorization: ${long}\r\n\r\n${' '.repeat(3000)}`);
      await connection.answered(1);
      await connection.send('GET /orders HTTP/1.1\r\nhost: x\r\n\r\n');
      await connection.answered(2);
      await connection.send(`GET /orders HTTP/1.1\r\nhost: x\r\nauthorization: ${good}\r\n\r\n`);
      assert.deepEqual(await connection.answered(3), [413, 401, 200]);
      assert.deepEqual(reached, ['orders']);
    });
  });

  async function signFor(url: string): Promise<string> {
    return `PoP ${await signRequest({ accessToken, url })}`;
  }
}
