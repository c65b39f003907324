import { adapterContract } from './contract/adapter-contract.ts';
import { attackContract } from './contract/attack-contract.ts';
import { certificateContract } from './contract/certificate-contract.ts';
import { expressPlatform } from './contract/express-platform.ts';
import { fastifyPlatform } from './contract/fastify-platform.ts';
import { bareHonoPlatform, honoPlatform } from './contract/hono-platform.ts';
import { webPlatform } from './contract/web-platform.ts';

for (const platform of [expressPlatform, fastifyPlatform, honoPlatform, bareHonoPlatform, webPlatform]) {
  adapterContract(platform);
  attackContract(platform);
  certificateContract(platform);
}
