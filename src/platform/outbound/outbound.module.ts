import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { networksIn, SETTINGS, type Settings } from '../config/settings.js';
import { MailPost } from './mail-post.service.js';
import { OutboundGuard } from './outbound-guard.js';

/** What may be sent where. */
@Global()
@Module({
  providers: [
    MailPost,
    {
      provide: OutboundGuard,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => new OutboundGuard(networksIn(settings.PRIVATE_TARGETS)),
    },
  ],
  exports: [OutboundGuard, MailPost],
})
export class OutboundModule implements OnApplicationShutdown {
  constructor(private readonly guard: OutboundGuard) {}

  onApplicationShutdown(): Promise<void> {
    return this.guard.close();
  }
}
