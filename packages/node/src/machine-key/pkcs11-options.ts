import { isAbsolute } from 'node:path';
import { checkOptionNames } from '@holdfast/core/option-names';

/** Options of {@link createPkcs11KeyProvider}; read once, unknown names are refused. */
export interface Pkcs11KeyOptions {
  /** Absolute path of the PKCS#11 module, the library that came with the token. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  /** Serial number of the token, where several have the label. @default any */
  readonly serialNumber?: string | undefined;
  /** Label of the private key. @default any, when `id` is given */
  readonly object?: string | undefined;
  /** Id of the private key, in hexadecimal. @default any, when `object` is given */
  readonly id?: string | undefined;
  /** The user's PIN, or what reads it when the token is opened; it goes to the token and nowhere else. */
  readonly pin: string | (() => string | Promise<string>);
  /**
   * Says whether the key is kept in hardware, in place of the token, which is not asked then. With `true` you answer for it: a floor such as
   * `minStrength: 'Hardware'` then means nothing but that you said so.
   *
   * @default what token, mechanism and key say together
   */
  readonly isHardware?: boolean | undefined;
  /** Id of the OpenSSL engine that reaches the token. @default `pkcs11` */
  readonly engine?: string | undefined;
}

/** Which key, and in which token. */
export interface KeyPlace {
  readonly token: string;
  readonly serialNumber: string | undefined;
  readonly object: string | undefined;
  /** The bytes of the id. */
  readonly id: Buffer | undefined;
}

/** The options with their defaults. */
export interface ParsedPkcs11Options {
  readonly module: string;
  readonly place: KeyPlace;
  readonly readPin: () => string | Promise<string>;
  readonly isHardware: boolean | undefined;
  readonly engine: string;
}

const optionNames: ReadonlySet<string> = new Set<keyof Pkcs11KeyOptions>([
  'module',
  'token',
  'serialNumber',
  'object',
  'id',
  'pin',
  'isHardware',
  'engine',
]);

/** @throws TypeError for a wrong or unknown option */
export function parsePkcs11Options(options: Pkcs11KeyOptions): ParsedPkcs11Options {
  checkOptionNames(options, optionNames);
  const { module, token, serialNumber, object, id, pin, isHardware, engine = 'pkcs11' } = options;
  // The loader would look a bare name up in directories that the environment names.
  if (typeof module !== 'string' || !isAbsolute(module)) throw new TypeError('module must be an absolute path');
  if (!isText(token)) throw new TypeError('token must be a label');
  if (serialNumber !== undefined && !isText(serialNumber)) throw new TypeError('serialNumber must be text');
  if (object !== undefined && !isText(object)) throw new TypeError('object must be a label');
  if (id !== undefined && !(isText(id) && /^(?:[0-9a-fA-F]{2})+$/.test(id))) {
    throw new TypeError('id must be hexadecimal');
  }
  if (object === undefined && id === undefined) throw new TypeError('object or id must be given');
  if (typeof pin !== 'function' && !isText(pin)) throw new TypeError('pin must be text or a function');
  if (isHardware !== undefined && typeof isHardware !== 'boolean') throw new TypeError('isHardware must be a boolean');
  if (!isText(engine)) throw new TypeError('engine must be the id of an engine');
  return {
    module,
    place: { token, serialNumber, object, id: id === undefined ? undefined : Buffer.from(id, 'hex') },
    readPin: typeof pin === 'function' ? pin : () => pin,
    isHardware,
    engine,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
