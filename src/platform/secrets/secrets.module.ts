import { Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { SecretBox } from './secret-box.js';
import { secretsKey } from './secrets-key.js';

/** Encryption of credentials at rest. */
@Module({
  providers: [
    {
      provide: SecretBox,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => new SecretBox(secretsKey(settings)),
    },
  ],
  exports: [SecretBox],
})
export class SecretsModule {}
