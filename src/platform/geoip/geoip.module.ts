import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { GeoLocator } from './geo-locator.js';

/** Provides the process's {@link GeoLocator}. */
@Global()
@Module({
  providers: [
    {
      provide: GeoLocator,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => GeoLocator.open(settings.GEOIP_CITY_DB),
    },
  ],
  exports: [GeoLocator],
})
export class GeoipModule {}
